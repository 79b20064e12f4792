/// The `nmos` command: reads arguments, calls the modules that do the work, prints what they say. Thin.
///
/// A new subcommand is one class here and one line in [Nmos]. Must not know: how anything is simulated, measured or decided.
package nmos.cli;
