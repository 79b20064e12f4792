/// Bytes of real files into memory that a device can copy from, and back: a drive with a queue, as the simulator's disk is one.
///
/// Direct I/O with several pieces in flight, because a policy that counts bytes of RAM cannot share it with a page cache that
/// nobody counts, and because one read at a time leaves half of an SSD idle. What the machine refuses is fallen back from,
/// and said.
///
/// Must not know: what the bytes are, who wants them, signals, tiers, the policy.
package nmos.live.disk;
