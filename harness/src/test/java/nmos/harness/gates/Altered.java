package nmos.harness.gates;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/// This program with one method of one class changed: what a careless commit would have made of it.
enum Altered {
    /// Sixteen bytes more for each event that is planned.
    ALLOCATES_MORE("nmos/sim/calendar/DsolCalendar", "at", first(code -> code.loadConstant(16).newarray(TypeKind.BYTE).pop())),

    /// Whatever moves takes a nanosecond longer than its rate says.
    ANSWERS_WRONGLY("nmos/sim/station/Rate", "nsUntil", beforeReturning(code -> code.lconst_1().ladd())),

    /// Guesses that a run was seen to accept are taken for wrong.
    PREDICTS_WORSE("nmos/world/acceptance/TurnTapeGuesses", "truth", beforeReturning(code -> code.pop().iconst_m1())),

    /// Each event that is planned waits for the clock to be read three hundred times: no unsteadiness of a machine explains that.
    TAKES_LONGER("nmos/sim/calendar/DsolCalendar", "at", first(code -> {
        for (int i = 0; i < 300; i++) {
            code.invokestatic(ClassDesc.of("java.lang.System"), "nanoTime", MethodTypeDesc.of(ConstantDescs.CD_long)).pop2();
        }
    }));

    private final String type;
    private final String method;
    private final CodeTransform change;

    Altered(String type, String method, CodeTransform change) {
        this.type = type;
        this.method = method;
        this.change = change;
    }

    private static CodeTransform first(Consumer<CodeBuilder> code) {
        return new CodeTransform() {
            @Override
            public void atStart(CodeBuilder builder) {
                code.accept(builder);
            }

            @Override
            public void accept(CodeBuilder builder, CodeElement element) {
                builder.with(element);
            }
        };
    }

    private static CodeTransform beforeReturning(Consumer<CodeBuilder> code) {
        return (builder, element) -> {
            if (element instanceof ReturnInstruction) {
                code.accept(builder);
            }
            builder.with(element);
        };
    }

    /// Writes the changed class into a folder, and gives the class path on which it goes before all others.
    String classPath(Path folder) throws IOException {
        String file = "/" + type + ".class";
        try (InputStream in = Objects.requireNonNull(Altered.class.getResourceAsStream(file), file)) {
            ClassFile classes = ClassFile.of();
            byte[] changed = classes.transformClass(
                    classes.parse(in.readAllBytes()),
                    ClassTransform.transformingMethodBodies(model -> model.methodName().equalsString(method), change));
            Path target = folder.resolve(name()).resolve(type + ".class");
            Files.createDirectories(target.getParent());
            Files.write(target, changed);
        }
        return folder.resolve(name()) + File.pathSeparator + System.getProperty("java.class.path");
    }

    /// For trying it by hand: writes all of them into a folder.
    public static void main(String[] arguments) throws IOException {
        for (Altered altered : values()) {
            System.out.println(altered.classPath(Path.of(arguments[0])).split(File.pathSeparator, 2)[0]);
        }
    }
}
