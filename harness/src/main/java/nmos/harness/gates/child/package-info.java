/// What runs in processes of its own: the programs that play scenarios for the gates, and what they are started with. Must not know what
/// their answers are compared with. [SpeedChild] is laid over the classes of other builds, so it and what it uses here touch as little of
/// them as they can.
package nmos.harness.gates.child;
