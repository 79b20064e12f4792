/// A scenario with many settings, on all cores, to be gone on with after it was cut short. Must not know who looks at what it leaves.
package nmos.harness.sweep;
