/// Published speeds taken apart: what a claim says, what follows from the same numbers, and which assumption breaks.
///
/// Must not know: simulators; it is arithmetic over a scenario's fields.
package nmos.scenarios.claim;
