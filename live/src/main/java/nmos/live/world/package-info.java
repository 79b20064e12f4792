/// The live world: a scenario's policy over real files, memory, links and models.
///
/// Must not know: how a simulated world does it.
package nmos.live.world;
