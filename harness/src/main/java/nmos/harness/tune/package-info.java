/// The settings that come nearest to a goal within limits, found with few simulations; and what to buy for a goal to be reached.
///
/// Must not know the command line, nor how anything is simulated or decided: a setting goes in, the figures of its replications come out.
package nmos.harness.tune;
