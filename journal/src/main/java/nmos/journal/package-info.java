/// What a run leaves behind: a manifest with its metrics, and a journal of every signal the policy was fed and every
/// command it gave, so that the run can be read, compared and replayed without the world that made it.
///
/// Must not know: which world ran, how a metric was measured, scenario files beyond their text, or wall time.
package nmos.journal;
