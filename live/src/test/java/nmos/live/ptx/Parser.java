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

    private final Tokens in;

    Parser(String text) {
        in = new Tokens(text);
    }

    void module() {
        while (in.peek().kind() != Token.Kind.END) {
            Token token = in.next();
            switch (token.text()) {
                case ".version" -> in.next();
                case ".target" -> {
                    in.next();
                    while (in.accept(",")) in.next();
                }
                case ".address_size" -> {
                    if (in.number() != 64) throw Tokens.wrong(token, "only addresses of 64 bits are interpreted");
                }
                case ".file" -> in.line(token.line());
                case ".section" -> {
                    in.next();
                    in.block();
                }
                case ".visible", ".weak", ".extern", ".common" -> {}
                case ".entry", ".func" -> function(token);
                case ".const", ".global", ".shared" -> variable(token, module, true);
                default -> throw Tokens.wrong(token, "is not known outside of functions");
            }
        }
    }

    private void function(Token start) {
        Scope scope = new Scope(module);
        boolean entry = start.text().equals(".entry");
        in.accept(".noreturn");
        List<Scope.Variable> results = in.peek().is("(") ? parameters(scope, entry) : List.of();
        String name = in.word();
        List<Scope.Variable> parameters = in.peek().is("(") ? parameters(scope, entry) : List.of();
        Function.Demands demands = demands();
        if (in.accept(";")) {
            if (!functions.containsKey(name)) externals.add(name);
            return;
        }
        in.expect("{");
        Body body = new Body(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        body(scope, body);
        functions.put(name, new Function(name, start.line(), entry, results, parameters, body.variables, body.instructions, body.labels, demands));
        externals.remove(name);
    }

    private Function.Demands demands() {
        long most = 0;
        long exactly = 0;
        while (!in.peek().is("{") && !in.peek().is(";")) {
            Token token = in.next();
            switch (token.text()) {
                case ".noreturn" -> {}
                case ".maxntid" -> most = product();
                case ".reqntid" -> exactly = product();
                case ".minnctapersm", ".maxnreg" -> product();
                case ".pragma" -> in.next();
                default -> throw Tokens.wrong(token, "is not known before a body");
            }
        }
        return new Function.Demands(most, exactly);
    }

    private long product() {
        long product = in.number();
        while (in.accept(",")) product *= in.number();
        return product;
    }

    private List<Scope.Variable> parameters(Scope scope, boolean entry) {
        List<Scope.Variable> list = new ArrayList<>();
        in.expect("(");
        while (!in.accept(")")) {
            Token kind = in.next();
            if (kind.is(".reg")) throw Tokens.wrong(kind, "parameters in registers are not interpreted");
            if (!kind.is(".param")) throw Tokens.wrong(kind, "is not known in a list of parameters");
            list.add(variable(kind, scope, false, entry ? Scope.Space.PARAM : Scope.Space.LOCAL));
            in.accept(",");
        }
        return list;
    }

    private record Body(List<Instruction> instructions, List<Scope.Variable> variables, Map<Scope.Label, Integer> labels) {}

    private void body(Scope scope, Body body) {
        while (!in.accept("}")) {
            Token token = in.peek();
            if (token.is("{")) {
                in.next();
                body(new Scope(scope), body);
            } else if (token.is(".reg")) {
                registers(scope);
            } else if (token.is(".local") || token.is(".shared") || token.is(".param")) {
                in.next();
                Scope.Space space = token.is(".shared") ? Scope.Space.SHARED : Scope.Space.LOCAL;
                body.variables.add(variable(token, scope, true, space));
            } else if (token.is(".pragma")) {
                while (!in.accept(";")) in.next();
            } else if (token.is(".loc")) {
                in.line(in.next().line());
            } else if (token.kind() == Token.Kind.WORD && in.after(1).is(":") && in.after(2).is(".branchtargets")) {
                in.skip(3);
                List<String> labels = new ArrayList<>();
                do labels.add(in.word());
                while (in.accept(","));
                in.expect(";");
                scope.table(token.text(), labels);
            } else if (token.kind() == Token.Kind.WORD && in.after(1).is(":")) {
                in.skip(2);
                body.labels.put(scope.label(token.text()), body.instructions.size());
            } else if (in.accept(";")) {
                // an empty statement, as inline assembly leaves it
            } else {
                body.instructions.add(instruction(scope));
            }
        }
    }

    private void registers(Scope scope) {
        in.next();
        Token token = in.next();
        Type type = Type.of(token.text().substring(1));
        if (type == null) throw Tokens.wrong(token, "registers of this type are not interpreted");
        do {
            String name = in.word();
            if (in.accept("<")) {
                scope.registers(name, (int) in.number(), type);
                in.expect(">");
            } else {
                scope.register(name, type);
            }
        } while (in.accept(","));
        in.expect(";");
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
        while (in.peek().text().startsWith(".")) {
            Token token = in.next();
            Type named = Type.of(token.text().substring(1));
            switch (token.text()) {
                case ".align" -> align = (int) in.number();
                case ".v2" -> vector = 2;
                case ".v4" -> vector = 4;
                case ".ptr", ".global", ".const", ".shared", ".local" -> {}
                default -> {
                    if (named == null) throw Tokens.wrong(token, "is not known in a declaration");
                    type = named;
                }
            }
        }
        if (type == null) throw Tokens.wrong(start, "a variable without a type");
        long count = vector;
        String name = in.word();
        while (in.accept("[")) {
            count = in.peek().is("]") ? -1 : count * in.number();
            in.expect("]");
        }
        long bytes = count < 0 ? -1 : count * type.bytes();
        Scope.Variable variable = scope.variable(name, space, Math.max(align, type.bytes() * vector), bytes);
        List<Long> values = new ArrayList<>();
        if (in.accept("=")) initialiser(values);
        if (ends) in.expect(";");
        if (space == Scope.Space.GLOBAL || space == Scope.Space.CONST) {
            if (bytes < 0) throw Tokens.wrong(start, name + " is kept in another module");
            initials.add(new Initial(variable, type, values));
        } else if (!values.isEmpty()) {
            throw Tokens.wrong(start, "only variables in global and constant memory start with something");
        }
        return variable;
    }

    private void initialiser(List<Long> values) {
        if (in.accept("{")) {
            while (!in.accept("}")) {
                initialiser(values);
                in.accept(",");
            }
        } else {
            values.add(in.literal(in.accept("-")).bits());
        }
    }

    private Instruction instruction(Scope scope) {
        Operand guard = null;
        Token first = in.peek();
        if (in.accept("@")) guard = in.accept("!") ? new Operand.Not(new Operand.Name(in.word())) : new Operand.Name(in.word());
        List<String> words = List.of(in.word().split("\\."));
        List<Operand> operands = new ArrayList<>();
        while (!in.accept(";")) {
            operands.add(operand());
            if (!in.peek().is(";")) in.expect(",");
        }
        return new Instruction(first.line(), guard, words, operands, scope);
    }

    private Operand operand() {
        Operand operand = single();
        return in.accept("|") ? new Operand.Two(operand, single()) : operand;
    }

    private Operand single() {
        if (in.accept("{")) return new Operand.Vector(list("}"));
        if (in.accept("(")) return new Operand.Listed(list(")"));
        if (in.accept("!")) return new Operand.Not(new Operand.Name(in.word()));
        if (in.accept("[")) {
            Operand.Name base = in.peek().kind() == Token.Kind.WORD ? new Operand.Name(in.word()) : null;
            Operand.Address address = new Operand.Address(base, offset());
            in.expect("]");
            return address;
        }
        boolean negative = in.accept("-");
        if (in.peek().kind() == Token.Kind.NUMBER) return in.literal(negative);
        Operand.Name name = new Operand.Name(in.word());
        return in.peek().is("+") || in.peek().is("-") ? new Operand.Sum(name, offset()) : name;
    }

    private List<Operand> list(String end) {
        List<Operand> parts = new ArrayList<>();
        while (!in.accept(end)) {
            parts.add(operand());
            in.accept(",");
        }
        return parts;
    }

    private long offset() {
        long sum = 0;
        while (!in.peek().is("]") && !in.peek().is(",") && !in.peek().is(";")) {
            in.accept("+");
            boolean negative = in.accept("-");
            sum += negative ? -in.number() : in.number();
        }
        return sum;
    }
}
