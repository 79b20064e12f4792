package nmos.notebooks.kernel;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kernel's program: Jupyter starts it with the file that says where to listen.
public final class JavaKernel extends BaseKernel {
    /// What Jupyter knows the kernel by: notebooks name it.
    public static final String NAME = "nmos-java";

    private final Cells cells = new Cells();

    /// What cells are compiled and run with, for whoever starts a kernel: that of this program.
    public static String classPath() {
        return Cells.classPath();
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        if (args.length != 1) {
            System.err.println("usage: JavaKernel CONNECTION-FILE; Jupyter starts it, see notebooks/README.md");
            System.exit(2);
        }
        endWithParent(System.getenv("JPY_PARENT_PID"));
        JupyterConnection connection =
                new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
        new JavaKernel().becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
        System.exit(0);
    }

    /// A Jupyter that is killed tells its kernels nothing.
    private static void endWithParent(@Nullable String pid) {
        if (pid != null && pid.matches("[1-9]\\d{0,17}")) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(parent -> {
                var _ = parent.onExit().thenRun(() -> System.exit(0));
            });
        }
    }

    @Override
    public @Nullable DisplayData eval(String cell) throws CellFailed {
        Object given = cells.run(cell);
        return given == null ? null : Shown.of(given);
    }

    @Override
    public List<String> formatError(Exception fault) {
        return fault instanceof CellFailed ? String.valueOf(fault.getMessage()).lines().toList() : super.formatError(fault);
    }

    @Override
    public void interrupt() {
        cells.stop();
    }

    @Override
    public void onShutdown(boolean isRestarting) {
        cells.close();
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("java")
                .version(Runtime.version().toString())
                .mimetype("text/x-java-source")
                .fileExtension(".java")
                .pygments("java")
                .codemirror("text/x-java")
                .build();
    }
}
