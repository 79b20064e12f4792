package nmos.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rule 1, held where it cannot be talked around: no class of the policy holds, passes, computes with or converts to a
/// `double` or `float`. Two makers of hash maps that an older JDK cannot name are looked for on the way.
class IntegersDecideTest {
    /// `D` or `F` where a type stands in a descriptor, not inside a class name.
    private static final Pattern FLOATING = Pattern.compile("(?:^|[(\\[)IJZBCSDF;])[DF]");

    private static final Pattern ARITHMETIC =
            Pattern.compile("[DF](?:CONST|LOAD|STORE|ALOAD|ASTORE|ADD|SUB|MUL|DIV|REM|NEG|CMP|RETURN|2).*|[IL]2[DF]");

    private static final Set<String> HASH_MAPS = Set.of("newHashMap", "newHashSet");

    @Test
    void noClassOfThePolicyTouchesFloatingPoint() throws Exception {
        Path classes = Path.of(
                Policy.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(all).hasSizeGreaterThan(20);
            for (Path file : all) {
                scan(file, found);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void theScanFindsWhatItLooksFor() throws Exception {
        List<String> found = new ArrayList<>();
        try (var bytes = IntegersDecideTest.class.getResourceAsStream("IntegersDecideTest$Sinner.class")) {
            assertThat(bytes).isNotNull();
            scan(ClassFile.of().parse(bytes.readAllBytes()), found);
        }
        assertThat(found)
                .anyMatch(line -> line.contains("field share"))
                .anyMatch(line -> line.contains("method half(F)"))
                .anyMatch(line -> line.contains("I2D"))
                .anyMatch(line -> line.contains("DMUL"))
                .anyMatch(line -> line.contains("LDC2_W"))
                .anyMatch(line -> line.contains("Math.sqrt"))
                .anyMatch(line -> line.contains("newHashMap"))
                .noneMatch(line -> line.contains("innocent"));
    }

    @SuppressWarnings("unused")
    private static final class Sinner {
        private double share;

        int root(int n) {
            share = n * 1.5;
            return (int) Math.sqrt(share);
        }

        int half(float f) {
            return java.util.HashMap.newHashMap((int) f).size();
        }

        long innocent(long a, DraftTree dup) {
            return a + dup.nodes();
        }
    }

    private static void scan(Path file, List<String> found) throws IOException {
        scan(ClassFile.of().parse(file), found);
    }

    private static void scan(ClassModel type, List<String> found) {
        String name = type.thisClass().asInternalName();
        for (FieldModel field : type.fields()) {
            report(field.fieldType().stringValue(), name + " field " + field.fieldName(), found);
        }
        for (MethodModel method : type.methods()) {
            String where = name + " method " + method.methodName() + method.methodType();
            report(method.methodType().stringValue(), where, found);
            method.code().ifPresent(code -> code.forEach(element -> scan(element, where, found)));
        }
    }

    private static void scan(CodeElement element, String where, List<String> found) {
        if (!(element instanceof Instruction instruction)) {
            return;
        }
        String what = where + ": " + instruction.opcode();
        if (ARITHMETIC.matcher(instruction.opcode().name()).matches()) {
            found.add(what);
        }
        switch (instruction) {
            case ConstantInstruction constant when constant.constantValue() instanceof Double
                    || constant.constantValue() instanceof Float -> found.add(what);
            case FieldInstruction access ->
                report(access.type().stringValue(), what + " " + access.name(), found);
            case InvokeInstruction call -> {
                String callee = call.owner().name().stringValue().replaceFirst(".*/", "") + "." + call.name();
                report(call.type().stringValue(), what + " " + callee, found);
                if (HASH_MAPS.contains(call.name().stringValue())) {
                    found.add(what + " " + callee);
                }
            }
            default -> {}
        }
    }

    private static void report(String descriptor, String where, List<String> found) {
        String primitives = descriptor.replaceAll("L[^;]+;", "L;");
        if (FLOATING.matcher(primitives).find()) {
            found.add(where);
        }
    }
}
