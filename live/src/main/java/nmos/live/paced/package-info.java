/// The paced world: the live world's threads with devices that only take the modelled time. What it makes of a scenario has to be
/// what the simulator predicts; where it is not, threads, clocks or their order are to blame.
///
/// Must not know: files of models, memory, or how a simulated world does it.
package nmos.live.paced;
