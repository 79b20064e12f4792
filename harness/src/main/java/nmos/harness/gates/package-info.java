/// The regression gates: does today's program still give the answers it gave, is it as true to what was measured, and is it as fast?
/// Must not know the command line.
package nmos.harness.gates;
