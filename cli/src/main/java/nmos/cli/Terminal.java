package nmos.cli;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/// Who is at the other end: results go to `out`, everything else to `err`. `watched`: somebody sees `err` as it appears.
record Terminal(PrintWriter out, PrintWriter err, boolean watched, LongSupplier nanoClock, StopFlag stop) {

    /// A progress bar for work of `total` steps that says `what` it is doing.
    Progress progress(String what, long total) {
        return new Progress(this, what, total);
    }
}
