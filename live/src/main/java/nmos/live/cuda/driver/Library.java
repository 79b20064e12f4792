package nmos.live.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import jcuda.driver.JCudaDriver;

/// The driver's library: first of all whether it is there, and those of its calls that are made for every kernel and every piece of a copy,
/// each under the name that CUDA's header gives it: through JCuda each takes microseconds and leaves garbage. All other calls are made through
/// JCuda, of the same library: pointers and handles are the same there, and so is a thread's context.
final class Library {
    /// As the driver's installer names it on this system.
    static final String NAME = System.getProperty("os.name", "").startsWith("Windows") ? "nvcuda.dll" : "libcuda.so.1";

    private static final ValueLayout INT = JAVA_INT;
    private static final ValueLayout PTR = JAVA_LONG;

    /// What JCuda's library calls for us under a name that was not there from the beginning, the last two since CUDA 11.0. It looks for a name at
    /// its first call, and where there is none, this process ends.
    private static final List<String> BY_JCUDA = List.of(
            "cuDeviceTotalMem_v2",
            "cuMemGetInfo_v2",
            "cuMemAlloc_v2",
            "cuMemFree_v2",
            "cuMemHostRegister_v2",
            "cuStreamDestroy_v2",
            "cuEventDestroy_v2",
            "cuFuncSetAttribute",
            "cuDevicePrimaryCtxSetFlags_v2",
            "cuDevicePrimaryCtxRelease_v2");

    private final SymbolLookup symbols;
    private final String path;

    final MethodHandle streamSynchronise;
    final MethodHandle streamWait;
    final MethodHandle eventRecord;
    final MethodHandle eventQuery;
    final MethodHandle eventSynchronise;
    final MethodHandle toDevice;
    final MethodHandle toHost;
    final MethodHandle onDevice;
    final MethodHandle fill;
    final MethodHandle launch;

    /// @throws NoDriver where there is none, in a line
    Library(String path) throws NoDriver {
        this.path = path;
        try {
            symbols = SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new NoDriver("no CUDA driver: " + path + " is not there; it comes with NVIDIA's driver, no toolkit is needed");
        } catch (IllegalCallerException e) {
            throw new NoDriver("no CUDA driver can be called: this Java may not call native code; add --enable-native-access=ALL-UNNAMED");
        }
        streamSynchronise = bind("cuStreamSynchronize", PTR);
        streamWait = bind("cuStreamWaitEvent", PTR, PTR, INT);
        eventRecord = bind("cuEventRecord", PTR, PTR);
        eventQuery = bind("cuEventQuery", PTR);
        eventSynchronise = bind("cuEventSynchronize", PTR);
        toDevice = bind("cuMemcpyHtoDAsync_v2", PTR, PTR, PTR, PTR);
        toHost = bind("cuMemcpyDtoHAsync_v2", PTR, PTR, PTR, PTR);
        onDevice = bind("cuMemcpyDtoDAsync_v2", PTR, PTR, PTR, PTR);
        fill = bind("cuMemsetD8Async", PTR, ValueLayout.JAVA_BYTE, PTR, PTR);
        launch = bind("cuLaunchKernel", PTR, INT, INT, INT, INT, INT, INT, INT, PTR, PTR, PTR);
        for (String name : BY_JCUDA) {
            find(name);
        }
        JCudaLibrary.load();
    }

    private MethodHandle bind(String name, ValueLayout... arguments) throws NoDriver {
        return Linker.nativeLinker().downcallHandle(find(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private MemorySegment find(String name) throws NoDriver {
        return symbols.find(name)
                .orElseThrow(() -> new NoDriver("the CUDA driver is too old: " + path + " has no " + name
                        + "; install one for CUDA 11.0 or later, which is NVIDIA's 450 or later"));
    }

    /// A call, to be named in what is thrown where it fails.
    @FunctionalInterface
    interface Call {
        int make() throws Throwable;
    }

    static int code(Call call) {
        try {
            return call.make();
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /// A method handle declares that it throws anything, and a bound function throws nothing.
    static IllegalStateException rethrown(Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }

    /// @throws CudaException where the call fails; `tried` says in words what for
    static void check(int code, String tried) {
        if (code != 0) {
            throw new CudaException(tried, error(code));
        }
    }

    static CudaError error(int code) {
        String[] name = new String[1];
        String[] meaning = new String[1];
        boolean named = JCudaDriver.cuGetErrorName(code, name) == 0 && name[0] != null;
        boolean explained = JCudaDriver.cuGetErrorString(code, meaning) == 0 && meaning[0] != null;
        return new CudaError(
                code, named ? name[0] : "CUDA error", explained ? meaning[0] : "which this driver does not explain");
    }
}
