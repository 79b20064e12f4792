package nmos.live.ptx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a module: its variables and functions. Bodies are read to instructions; what these mean, [Assembler] finds out.
final class Parser {
    final Scope module = new Scope(null);
    final Map<String, Function> functions = new LinkedHashMap<>();
    final List<Initial> initials = new ArrayList<>();
    /// Declared, with the body elsewhere.
    final List<String> externals = new ArrayList<>();

    /// A variable of the module that memory is kept for, and what it starts with.
    record Initial(Scope.Variable variable, Type element, List<Long> values) {}

    private final List<Token> tokens;
    private int at;

    Parser(String text) {
        tokens = Token.all(text);
    }

    void module() {
        while (peek().kind() != Token.Kind.END) {
            Token token = next();
            switch (token.text()) {
                case ".version" -> next();
                case ".target" -> {
                    next();
                    while (accept(",")) next();
                }
                case ".address_size" -> {
                    if (number() != 64) throw wrong(token, "only addresses of 64 bits are interpreted");
                }
                case ".file" -> line(token.line());
                case ".section" -> {
                    next();
                    block();
                }
                case ".visible", ".weak", ".extern", ".common" -> {}
                case ".entry", ".func" -> function(token);
                case ".const", ".global", ".shared" -> variable(token, module, true);
                default -> throw wrong(token, "is not known outside of functions");
            }
        }
    }

    private void function(Token start) {
        Scope scope = new Scope(module);
        boolean entry = start.text().equals(".entry");
        accept(".noreturn");
        List<Scope.Variable> results = peek().is("(") ? parameters(scope, entry) : List.of();
        String name = word();
        List<Scope.Variable> parameters = peek().is("(") ? parameters(scope, entry) : List.of();
        Function.Demands demands = demands();
        if (accept(";")) {
            if (!functions.containsKey(name)) externals.add(name);
            return;
        }
        expect("{");
        Body body = new Body(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        body(scope, body);
        functions.put(name, new Function(name, start.line(), entry, results, parameters, body.variables, body.instructions, body.labels, demands));
        externals.remove(name);
    }

    private Function.Demands demands() {
        long most = 0;
        long exactly = 0;
        while (!peek().is("{") && !peek().is(";")) {
            Token token = next();
            switch (token.text()) {
                case ".noreturn" -> {}
                case ".maxntid" -> most = product();
                case ".reqntid" -> exactly = product();
                case ".minnctapersm", ".maxnreg" -> product();
                case ".pragma" -> next();
                default -> throw wrong(token, "is not known before a body");
            }
        }
        return new Function.Demands(most, exactly);
    }

    private long product() {
        long product = number();
        while (accept(",")) product *= number();
        return product;
    }

    private List<Scope.Variable> parameters(Scope scope, boolean entry) {
        List<Scope.Variable> list = new ArrayList<>();
        expect("(");
        while (!accept(")")) {
            Token kind = next();
            if (kind.is(".reg")) throw wrong(kind, "parameters in registers are not interpreted");
            if (!kind.is(".param")) throw wrong(kind, "is not known in a list of parameters");
            list.add(variable(kind, scope, false, entry ? Scope.Space.PARAM : Scope.Space.LOCAL));
            accept(",");
        }
        return list;
    }

    private record Body(List<Instruction> instructions, List<Scope.Variable> variables, Map<Scope.Label, Integer> labels) {}

    private void body(Scope scope, Body body) {
        while (!accept("}")) {
            Token token = peek();
            if (token.is("{")) {
                next();
                body(new Scope(scope), body);
            } else if (token.is(".reg")) {
                registers(scope);
            } else if (token.is(".local") || token.is(".shared") || token.is(".param")) {
                next();
                Scope.Space space = token.is(".shared") ? Scope.Space.SHARED : Scope.Space.LOCAL;
                body.variables.add(variable(token, scope, true, space));
            } else if (token.is(".pragma")) {
                while (!accept(";")) next();
            } else if (token.is(".loc")) {
                line(next().line());
            } else if (token.kind() == Token.Kind.WORD && after(1).is(":") && after(2).is(".branchtargets")) {
                at += 3;
                List<String> labels = new ArrayList<>();
                do labels.add(word());
                while (accept(","));
                expect(";");
                scope.table(token.text(), labels);
            } else if (token.kind() == Token.Kind.WORD && after(1).is(":")) {
                at += 2;
                body.labels.put(scope.label(token.text()), body.instructions.size());
            } else if (accept(";")) {
                // an empty statement, as inline assembly leaves it
            } else {
                body.instructions.add(instruction(scope));
            }
        }
    }

    private void registers(Scope scope) {
        next();
        Token token = next();
        Type type = Type.of(token.text().substring(1));
        if (type == null) throw wrong(token, "registers of this type are not interpreted");
        do {
            String name = word();
            if (accept("<")) {
                scope.registers(name, (int) number(), type);
                expect(">");
            } else {
                scope.register(name, type);
            }
        } while (accept(","));
        expect(";");
    }

    private Scope.Variable variable(Token start, Scope scope, boolean ends) {
        return variable(start, scope, ends, switch (start.text()) {
            case ".const" -> Scope.Space.CONST;
            case ".shared" -> Scope.Space.SHARED;
            default -> Scope.Space.GLOBAL;
        });
    }

    /// `.align 4 .b8 name[32] = {1, 2}`
    private Scope.Variable variable(Token start, Scope scope, boolean ends, Scope.Space space) {
        int align = 0;
        Type type = null;
        int vector = 1;
        while (peek().text().startsWith(".")) {
            Token token = next();
            Type named = Type.of(token.text().substring(1));
            switch (token.text()) {
                case ".align" -> align = (int) number();
                case ".v2" -> vector = 2;
                case ".v4" -> vector = 4;
                case ".ptr", ".global", ".const", ".shared", ".local" -> {}
                default -> {
                    if (named == null) throw wrong(token, "is not known in a declaration");
                    type = named;
                }
            }
        }
        if (type == null) throw wrong(start, "a variable without a type");
        long count = vector;
        String name = word();
        while (accept("[")) {
            count = peek().is("]") ? -1 : count * number();
            expect("]");
        }
        long bytes = count < 0 ? -1 : count * type.bytes();
        Scope.Variable variable = scope.variable(name, space, Math.max(align, type.bytes() * vector), bytes);
        List<Long> values = new ArrayList<>();
        if (accept("=")) initialiser(values);
        if (ends) expect(";");
        if (space == Scope.Space.GLOBAL || space == Scope.Space.CONST) {
            if (bytes < 0) throw wrong(start, name + " is kept in another module");
            initials.add(new Initial(variable, type, values));
        } else if (!values.isEmpty()) {
            throw wrong(start, "only variables in global and constant memory start with something");
        }
        return variable;
    }

    private void initialiser(List<Long> values) {
        if (accept("{")) {
            while (!accept("}")) {
                initialiser(values);
                accept(",");
            }
        } else {
            values.add(literal(accept("-")).bits());
        }
    }

    private Instruction instruction(Scope scope) {
        Operand guard = null;
        Token first = peek();
        if (accept("@")) guard = accept("!") ? new Operand.Not(new Operand.Name(word())) : new Operand.Name(word());
        List<String> words = List.of(word().split("\\."));
        List<Operand> operands = new ArrayList<>();
        while (!accept(";")) {
            operands.add(operand());
            if (!peek().is(";")) expect(",");
        }
        return new Instruction(first.line(), guard, words, operands, scope);
    }

    private Operand operand() {
        Operand operand = single();
        return accept("|") ? new Operand.Two(operand, single()) : operand;
    }

    private Operand single() {
        if (accept("{")) return new Operand.Vector(list("}"));
        if (accept("(")) return new Operand.Listed(list(")"));
        if (accept("!")) return new Operand.Not(new Operand.Name(word()));
        if (accept("[")) {
            Operand.Name base = peek().kind() == Token.Kind.WORD ? new Operand.Name(word()) : null;
            Operand.Address address = new Operand.Address(base, offset());
            expect("]");
            return address;
        }
        boolean negative = accept("-");
        if (peek().kind() == Token.Kind.NUMBER) return literal(negative);
        Operand.Name name = new Operand.Name(word());
        return peek().is("+") || peek().is("-") ? new Operand.Sum(name, offset()) : name;
    }

    private List<Operand> list(String end) {
        List<Operand> parts = new ArrayList<>();
        while (!accept(end)) {
            parts.add(operand());
            accept(",");
        }
        return parts;
    }

    private long offset() {
        long sum = 0;
        while (!peek().is("]") && !peek().is(",") && !peek().is(";")) {
            accept("+");
            boolean negative = accept("-");
            sum += negative ? -number() : number();
        }
        return sum;
    }

    private Operand.Literal literal(boolean negative) {
        Token token = next();
        String text = token.text();
        try {
            if (text.startsWith("0f") || text.startsWith("0F")) {
                return new Operand.Literal(Integer.parseUnsignedInt(text.substring(2), 16) ^ (negative ? 1 << 31 : 0), Operand.Form.SINGLE);
            }
            if (text.startsWith("0d") || text.startsWith("0D")) {
                return new Operand.Literal(Long.parseUnsignedLong(text.substring(2), 16) ^ (negative ? 1L << 63 : 0), Operand.Form.DOUBLE);
            }
            if (text.contains(".")) {
                double value = Double.parseDouble(text);
                return new Operand.Literal(Double.doubleToRawLongBits(negative ? -value : value), Operand.Form.DOUBLE);
            }
            long value = integer(text);
            return new Operand.Literal(negative ? -value : value, Operand.Form.INTEGER);
        } catch (NumberFormatException e) {
            throw wrong(token, "is not a number");
        }
    }

    private static long integer(String text) {
        String digits = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
        if (digits.startsWith("0x") || digits.startsWith("0X")) return Long.parseUnsignedLong(digits.substring(2), 16);
        if (digits.startsWith("0b") || digits.startsWith("0B")) return Long.parseUnsignedLong(digits.substring(2), 2);
        if (digits.length() > 1 && digits.startsWith("0")) return Long.parseUnsignedLong(digits, 8);
        return Long.parseUnsignedLong(digits);
    }

    private long number() {
        Token token = peek();
        if (token.kind() != Token.Kind.NUMBER) throw wrong(token, "is not a number");
        return literal(false).bits();
    }

    private void line(int line) {
        while (peek().line() == line && peek().kind() != Token.Kind.END) next();
    }

    private void block() {
        expect("{");
        while (!accept("}")) next();
    }

    private Token peek() {
        return after(0);
    }

    private Token after(int tokensOn) {
        return tokens.get(Math.min(at + tokensOn, tokens.size() - 1));
    }

    private Token next() {
        Token token = peek();
        if (token.kind() == Token.Kind.END) throw wrong(token, "of the text comes too early");
        at++;
        return token;
    }

    private String word() {
        Token token = next();
        if (token.kind() != Token.Kind.WORD) throw wrong(token, "stands where a name should");
        return token.text();
    }

    private boolean accept(String sign) {
        if (!peek().is(sign)) return false;
        at++;
        return true;
    }

    private void expect(String sign) {
        Token token = next();
        if (!token.is(sign)) throw wrong(token, "stands where " + sign + " should");
    }

    private static PtxException wrong(Token token, String why) {
        return new PtxException("line " + token.line() + ": " + token.text() + " " + why);
    }

}
