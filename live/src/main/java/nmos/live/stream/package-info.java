/// A model file as shards that come and go: which blocks of it make a shard, and how weights are found in memory they were read to.
///
/// Must not know: who decides what comes and goes.
package nmos.live.stream;
