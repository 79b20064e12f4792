/// A GPU as a tier that computes: its memory under a hard budget, pinned memory beside it, copies that go on while it computes, and passes
/// of a model on it.
///
/// Must not know: scenarios, policies, worlds.
package nmos.live.cuda;
