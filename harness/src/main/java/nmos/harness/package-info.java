/// What takes both worlds at once. Must not know the command line.
package nmos.harness;
