/// What a world and a policy say to each other: signals in, commands out, and the facts both start from.
///
/// Must not know: clocks, files, threads, randomness, text, or which world is listening. Times are nanoseconds, sizes
/// bytes, shares parts per million; nothing here holds a payload, only its id.
package nmos.policy;
