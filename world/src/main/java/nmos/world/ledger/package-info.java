/// The world's own books on a policy: every command is checked before it is carried out and every report before it is
/// believed. The invariants are numbered as in `docs/INVARIANTS.md`.
///
/// Must not know: the policy's books, plans or reasons; it sees signals and commands alone.
package nmos.world.ledger;
