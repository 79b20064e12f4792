/// The simulated world: carries out a policy's commands in virtual time on modelled devices.
///
/// Must not know: the policy's plans beyond its commands, files of weights, clocks, or the live world.
package nmos.sim;
