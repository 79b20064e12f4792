package nmos.live.calibrate;

import java.util.List;
import nmos.live.cuda.driver.DeviceFacts;
import nmos.live.cuda.driver.Driver;

/// What was measured of a GPU beside what is measured of whatever computes.
///
/// @param memory free before anything was put there, and all
/// @param up copies from pinned memory to the device, one at a time, as a link makes them; `down`: the other way
/// @param copies of all sizes, directions and kinds of memory
/// @param launch of a kernel that does nothing much: until it is over, and waited for
/// @param launched the same of many, each, until the driver has them all
/// @param event recorded, waited for, when nothing else is under way
/// @param recorded the same of many, each, until the driver has them all
/// @param withinBytesPerSec copied within the device's memory, each byte read once and written once
/// @param kernels those that are no products
public record GpuSpeeds(
        DeviceFacts facts,
        Driver.Memory memory,
        CopySpeeds up,
        CopySpeeds down,
        List<Copies> copies,
        Timing launch,
        Timing launched,
        Timing event,
        Timing recorded,
        long withinBytesPerSec,
        List<Kernel> kernels) {
    /// Which way bytes go; both ways at once: so many bytes each.
    public enum Way {
        UP,
        DOWN,
        BOTH
    }

    public record Copies(Way way, boolean pinned, long bytes, Timing each) {}

    /// With so many rows of a model's width.
    public record Kernel(String name, int rows, Timing time) {}

    public GpuSpeeds {
        copies = List.copyOf(copies);
        kernels = List.copyOf(kernels);
    }
}
