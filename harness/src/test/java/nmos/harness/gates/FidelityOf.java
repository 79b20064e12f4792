package nmos.harness.gates;

import java.io.IOException;
import java.nio.file.Path;

/// Gate B of whatever program is on the class path, for a checkout: a line for each setting.
public final class FidelityOf {
    private FidelityOf() {}

    public static void main(String[] arguments) throws IOException {
        for (GateResult.Check check : FidelityGate.run(new Checkout(Path.of(arguments[0])), false, () -> true).checks()) {
            System.out.println(check.name() + " " + check.verdict().word() + " " + check.verdict().lines());
        }
    }
}
