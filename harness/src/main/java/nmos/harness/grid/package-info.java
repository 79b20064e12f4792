/// A scenario with other settings: which there are to try, and what each comes to. Must not know what it is tried for, nor write anything.
package nmos.harness.grid;
