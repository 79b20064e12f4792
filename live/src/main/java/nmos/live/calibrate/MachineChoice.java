package nmos.live.calibrate;

import java.util.OptionalLong;

/// What of a machine file is chosen, not measured.
///
/// @param ramBytes memory for weights; without it most of what is free here
/// @param vramBytes memory that plays a GPU's; without it a quarter of that
/// @param cpuComputes whether the RAM tier computes, too, with the same cores
/// @param link how fast the paced copies between the two are
/// @param disk how fast the drive is taken to be, and is held to with `--pace-disk`
public record MachineChoice(
        String name, OptionalLong ramBytes, OptionalLong vramBytes, boolean cpuComputes, Rate link, Rate disk) {
    public static MachineChoice named(String name) {
        return new MachineChoice(
                name, OptionalLong.empty(), OptionalLong.empty(), false, CalibrateOptions.LINK, CalibrateOptions.DISK);
    }
}
