/// From what a run came to, to the report every kind of run shares.
///
/// Must not know: how the figures were come by.
package nmos.world.report;
