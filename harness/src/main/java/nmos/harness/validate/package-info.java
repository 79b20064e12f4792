/// The same scenario in both worlds, side by side. Must not know how a report looks.
package nmos.harness.validate;
