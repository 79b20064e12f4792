package nmos.live.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Has the driver make machine code of PTX. What it says against the text is told, and where it is too old for it, what would do.
record PtxLoading(Library library, DeviceFacts facts) {
    private static final Pattern VERSION = Pattern.compile("^\\.version\\s+(\\d+)\\.(\\d+)", Pattern.MULTILINE);
    private static final Pattern TARGET = Pattern.compile("^\\.target\\s+(?:sm|compute)_(\\d+)", Pattern.MULTILINE);
    private static final int ERROR_LOG = 5;
    private static final int ERROR_LOG_BYTES = 6;
    private static final int LOG_BYTES = 8192;

    long load(String ptx) {
        refuseOldDevice(ptx);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(ptx);
            MemorySegment log = arena.allocate(LOG_BYTES);
            MemorySegment options = arena.allocateFrom(JAVA_INT, ERROR_LOG, ERROR_LOG_BYTES);
            // a number stands where another option has a pointer
            MemorySegment values = arena.allocateFrom(JAVA_LONG, log.address(), LOG_BYTES);
            MemorySegment out = arena.allocate(JAVA_LONG);
            int code = Library.code(() -> (int) library.moduleLoad.invokeExact(
                    out.address(), text.address(), 2, options.address(), values.address()));
            if (code == 0) {
                return out.get(JAVA_LONG, 0);
            }
            throw new CudaException(tried(code, ptx, log.getString(0)), library.error(code));
        }
    }

    private void refuseOldDevice(String ptx) {
        Matcher target = TARGET.matcher(ptx);
        int own = facts.major() * 10 + facts.minor();
        if (target.find() && Integer.parseInt(target.group(1)) > own) {
            throw new CudaException(
                    facts.name() + " is too old: its code is " + facts.architecture() + ", the kernels need sm_" + target.group(1) + " or later",
                    library.error(CudaError.NO_BINARY_FOR_GPU));
        }
    }

    private String tried(int code, String ptx, String log) {
        Matcher version = VERSION.matcher(ptx);
        if (code == CudaError.UNSUPPORTED_PTX_VERSION && version.find()) {
            return "the CUDA driver is too old: it knows CUDA " + facts.version() + ", and the kernels are PTX " + version.group(1) + "."
                    + version.group(2) + ", which needs one for CUDA " + cuda(Integer.parseInt(version.group(1))) + " or later";
        }
        String said = log.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
        return "load kernels on " + facts.name() + (said.isEmpty() ? "" : " (" + said + ")");
    }

    /// PTX 6, 7, 8 and 9 came with CUDA 9 to 10, 11, 12 and 13.
    private static String cuda(int ptxMajor) {
        return Integer.toString(ptxMajor + 4);
    }
}
