/// Keys and values of past positions, kept in pages, and attention over them. A page belongs to one branch or is shared by
/// branches with a common start; what a pass computes stays in its scratch, itself a page, until the pass is verified.
///
/// Must not know: weights, tokens, who decides what is kept.
package nmos.live.kv;
