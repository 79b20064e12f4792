/// Keys and values of past positions, kept in pages, and attention over them. A page belongs to one branch or is shared by
/// branches with a common start; what a pass computes stays in its scratch, itself a page, until the pass is verified.
///
/// Two stores: `KvStore` keeps everything where it is, in pages of its own choosing; `PagedKv` opens, moves and folds pages as it is
/// told, each layer of a page in one of several tiers. Attention reads both through `Past`.
///
/// Must not know: weights, tokens, who decides what is kept, how pieces of moves are carried.
package nmos.live.kv;
