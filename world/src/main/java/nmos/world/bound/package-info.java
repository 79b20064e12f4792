/// The least time a pass can take on a machine, whatever is decided: the yardstick runs are held against.
///
/// Must not know: which placement a run uses, or any run at all.
package nmos.world.bound;
