/// The whole loop on this computer, with models nobody trained: measure, run, predict, compare. Must not know the command line.
package nmos.harness.quickstart;
