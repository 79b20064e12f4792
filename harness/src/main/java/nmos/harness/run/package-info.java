/// Runs of either world, each left in a folder of its own. Must not know what they are compared for.
package nmos.harness.run;
