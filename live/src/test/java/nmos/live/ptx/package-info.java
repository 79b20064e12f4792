/// PTX run on the JVM: the very text that a user's driver will compile is run by every build, with no GPU and no toolkit there.
///
/// What is checked is what a GPU does not say: that each address lies in memory that is allocated and is aligned, that shared memory is
/// written before it is read and that threads which share it are kept apart by barriers, that all threads of a block come to a barrier.
/// Integers, and floats where IEEE 754 settles the answer, come out bit for bit; [nmos.live.ptx.Floats] says where they cannot.
/// A word of PTX that is not known is refused with its line; nothing is skipped that could change a result.
///
/// It knows PTX and bytes. It must not know what kernels are for, nor who loads them.
package nmos.live.ptx;
