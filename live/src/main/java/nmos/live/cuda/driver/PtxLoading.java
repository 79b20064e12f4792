package nmos.live.cuda.driver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.Pointer;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUjit_option;
import jcuda.driver.JCudaDriver;
import jcuda.driver.JITOptions;

/// Has the driver make machine code of PTX, and finds kernels in it. What it says against the text is told, and where it is too old for it, what would do.
record PtxLoading(DeviceFacts facts) {
    private static final Pattern VERSION = Pattern.compile("^\\.version\\s+(\\d+)\\.(\\d+)", Pattern.MULTILINE);
    private static final Pattern TARGET = Pattern.compile("^\\.target\\s+(?:sm|compute)_(\\d+)", Pattern.MULTILINE);
    private static final int LOG_BYTES = 8192;
    /// What a block may ask for at launch without having said so before, its static share included.
    private static final int USUAL_SHARED_BYTES = 48 << 10;

    Handles.OfModule load(String ptx) {
        refuseOldDevice(ptx);
        JITOptions options = new JITOptions();
        options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, new byte[LOG_BYTES]);
        options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, LOG_BYTES);
        byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
        Handles.OfModule module = new Handles.OfModule();
        // with the zero that ends a text in C
        int code = JCudaDriver.cuModuleLoadDataJIT(module, Pointer.to(Arrays.copyOf(text, text.length + 1)), options);
        if (code == 0) {
            return module;
        }
        byte[] log = options.getBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER);
        throw new CudaException(tried(code, ptx, Devices.text(log)), Library.error(code));
    }

    Handles.OfFunction find(Handles.OfModule module, String name, int sharedBytes) {
        Handles.OfFunction made = new Handles.OfFunction();
        Library.check(JCudaDriver.cuModuleGetFunction(made, module, name), "find kernel " + name);
        int[] own = new int[1];
        Library.check(
                JCudaDriver.cuFuncGetAttribute(own, CUfunction_attribute.CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES, made),
                "ask about kernel " + name);
        int all = Math.addExact(own[0], sharedBytes);
        if (all > facts.sharedBytesPerBlock()) {
            throw new IllegalArgumentException("kernel " + name + " wants " + all + " bytes of shared memory, " + facts.name()
                    + " has " + facts.sharedBytesPerBlock());
        }
        if (all > USUAL_SHARED_BYTES) {
            int most = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
            Library.check(
                    JCudaDriver.cuFuncSetAttribute(made, most, sharedBytes),
                    "give kernel " + name + " " + sharedBytes + " bytes of shared memory");
        }
        return made;
    }

    private void refuseOldDevice(String ptx) {
        Matcher target = TARGET.matcher(ptx);
        int own = facts.major() * 10 + facts.minor();
        if (target.find() && Integer.parseInt(target.group(1)) > own) {
            throw new CudaException(
                    facts.name() + " is too old: its code is " + facts.architecture() + ", the kernels need sm_" + target.group(1) + " or later",
                    Library.error(CudaError.NO_BINARY_FOR_GPU));
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

    /// PTX 7, 8 and 9 came with CUDA 11, 12 and 13; any driver that is opened at all knows those before.
    private static String cuda(int ptxMajor) {
        return Math.max(11, ptxMajor + 4) + ".0";
    }
}
