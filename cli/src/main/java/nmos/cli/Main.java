package nmos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// Where the program starts.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        StopFlag stop = new StopFlag();
        stop.listen();
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        int code = Nmos.commandLine(new Terminal(out, err, isWatched(), System::nanoTime, stop)).execute(args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /// The launcher knows whether stderr is a terminal; started without it, what Java knows of stdin and stdout has to do.
    private static boolean isWatched() {
        String told = System.getProperty("nmos.watched");
        return told == null ? isTerminal(System.console()) : told.equals("true");
    }

    /// Without a console at all, as where input and output are both redirected on some JVMs, nobody watches.
    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }
}
