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

/// The driver's library with the calls that are made of it, each under the name that CUDA's header gives it today. Pointers and handles travel
/// as longs; all calls answer with an error's number, 0 for none.
///
/// Bound here and not by JCuda: what JCuda makes hides its handle from all other calls, so that launches could not be made without it,
/// and a launch through it takes microseconds; it unpacks a library of its own to a shared folder at first use.
final class Library {
    /// As the driver's installer names it on this system.
    static final String NAME = System.getProperty("os.name", "").startsWith("Windows") ? "nvcuda.dll" : "libcuda.so.1";

    private static final ValueLayout INT = JAVA_INT;
    private static final ValueLayout PTR = JAVA_LONG;

    private final SymbolLookup symbols;
    private final String path;

    final MethodHandle init;
    final MethodHandle driverVersion;
    final MethodHandle errorName;
    final MethodHandle errorString;
    final MethodHandle deviceCount;
    final MethodHandle deviceGet;
    final MethodHandle deviceName;
    final MethodHandle deviceBusId;
    final MethodHandle deviceMemory;
    final MethodHandle deviceAttribute;
    final MethodHandle contextFlags;
    final MethodHandle contextRetain;
    final MethodHandle contextRelease;
    final MethodHandle contextCurrent;
    final MethodHandle contextSynchronise;
    final MethodHandle memoryInfo;
    final MethodHandle allocate;
    final MethodHandle free;
    final MethodHandle register;
    final MethodHandle unregister;
    final MethodHandle streamCreate;
    final MethodHandle streamDestroy;
    final MethodHandle streamSynchronise;
    final MethodHandle streamWait;
    final MethodHandle eventCreate;
    final MethodHandle eventDestroy;
    final MethodHandle eventRecord;
    final MethodHandle eventQuery;
    final MethodHandle eventSynchronise;
    final MethodHandle eventElapsed;
    final MethodHandle toDevice;
    final MethodHandle toHost;
    final MethodHandle onDevice;
    final MethodHandle fill;
    final MethodHandle moduleLoad;
    final MethodHandle moduleUnload;
    final MethodHandle moduleFunction;
    final MethodHandle functionAttribute;
    final MethodHandle functionGetAttribute;
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
        init = bind("cuInit", INT);
        driverVersion = bind("cuDriverGetVersion", PTR);
        errorName = bind("cuGetErrorName", INT, PTR);
        errorString = bind("cuGetErrorString", INT, PTR);
        deviceCount = bind("cuDeviceGetCount", PTR);
        deviceGet = bind("cuDeviceGet", PTR, INT);
        deviceName = bind("cuDeviceGetName", PTR, INT, INT);
        deviceBusId = bind("cuDeviceGetPCIBusId", PTR, INT, INT);
        deviceMemory = bind("cuDeviceTotalMem_v2", PTR, INT);
        deviceAttribute = bind("cuDeviceGetAttribute", PTR, INT, INT);
        contextFlags = bind("cuDevicePrimaryCtxSetFlags_v2", INT, INT);
        contextRetain = bind("cuDevicePrimaryCtxRetain", PTR, INT);
        contextRelease = bind("cuDevicePrimaryCtxRelease_v2", INT);
        contextCurrent = bind("cuCtxSetCurrent", PTR);
        contextSynchronise = bind("cuCtxSynchronize");
        memoryInfo = bind("cuMemGetInfo_v2", PTR, PTR);
        allocate = bind("cuMemAlloc_v2", PTR, PTR);
        free = bind("cuMemFree_v2", PTR);
        register = bind("cuMemHostRegister_v2", PTR, PTR, INT);
        unregister = bind("cuMemHostUnregister", PTR);
        streamCreate = bind("cuStreamCreate", PTR, INT);
        streamDestroy = bind("cuStreamDestroy_v2", PTR);
        streamSynchronise = bind("cuStreamSynchronize", PTR);
        streamWait = bind("cuStreamWaitEvent", PTR, PTR, INT);
        eventCreate = bind("cuEventCreate", PTR, INT);
        eventDestroy = bind("cuEventDestroy_v2", PTR);
        eventRecord = bind("cuEventRecord", PTR, PTR);
        eventQuery = bind("cuEventQuery", PTR);
        eventSynchronise = bind("cuEventSynchronize", PTR);
        eventElapsed = bind("cuEventElapsedTime", PTR, PTR, PTR);
        toDevice = bind("cuMemcpyHtoDAsync_v2", PTR, PTR, PTR, PTR);
        toHost = bind("cuMemcpyDtoHAsync_v2", PTR, PTR, PTR, PTR);
        onDevice = bind("cuMemcpyDtoDAsync_v2", PTR, PTR, PTR, PTR);
        fill = bind("cuMemsetD8Async", PTR, ValueLayout.JAVA_BYTE, PTR, PTR);
        moduleLoad = bind("cuModuleLoadDataEx", PTR, PTR, INT, PTR, PTR);
        moduleUnload = bind("cuModuleUnload", PTR);
        moduleFunction = bind("cuModuleGetFunction", PTR, PTR, PTR);
        functionAttribute = bind("cuFuncSetAttribute", PTR, INT, INT);
        functionGetAttribute = bind("cuFuncGetAttribute", PTR, INT, PTR);
        launch = bind("cuLaunchKernel", PTR, INT, INT, INT, INT, INT, INT, INT, PTR, PTR, PTR);
    }

    private MethodHandle bind(String name, ValueLayout... arguments) throws NoDriver {
        MemorySegment function = symbols.find(name)
                .orElseThrow(() -> new NoDriver("the CUDA driver is too old: " + path + " has no " + name + "; install a newer driver"));
        return Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(JAVA_INT, arguments));
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
    void check(int code, String tried) {
        if (code != 0) {
            throw new CudaException(tried, error(code));
        }
    }

    CudaError error(int code) {
        return new CudaError(code, said(errorName, code, "CUDA error"), said(errorString, code, "which this driver does not explain"));
    }

    private static String said(MethodHandle what, int code, String otherwise) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment at = arena.allocate(JAVA_LONG);
            int answer = code(() -> (int) what.invokeExact(code, at.address()));
            long text = at.get(JAVA_LONG, 0);
            return answer != 0 || text == 0
                    ? otherwise
                    : MemorySegment.ofAddress(text).reinterpret(Long.MAX_VALUE).getString(0);
        }
    }
}
