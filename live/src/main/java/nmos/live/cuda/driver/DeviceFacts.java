package nmos.live.cuda.driver;

/// A device, as its driver describes it.
///
/// @param driverVersion CUDA's version that the driver knows, 13000 for 13.0
/// @param sharedBytesPerBlock the most that a block may ask for, by asking for it
/// @param copyEngines copies that can go on at once beside kernels: 2 is one each way
/// @param busId where it is on the PCI bus, as in `nvidia-smi`; [#NO_BUS] for a device that a program plays
public record DeviceFacts(
        String name,
        int driverVersion,
        int major,
        int minor,
        long memoryBytes,
        int multiprocessors,
        int sharedBytesPerBlock,
        int l2Bytes,
        int copyEngines,
        String busId) {
    public static final String NO_BUS = "none";

    /// Whether this is no device but a program in its place: what is timed on it says nothing.
    public boolean played() {
        return busId.equals(NO_BUS);
    }

    public String version() {
        return driverVersion / 1000 + "." + driverVersion % 1000 / 10;
    }

    /// As the compiler names what it makes code for.
    public String architecture() {
        return "sm_" + major + minor;
    }
}
