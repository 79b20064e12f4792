/// What a process may have of this machine, and what it took: control groups that bound memory with its page cache and pace a
/// drive, files dropped from the page cache, figures that the kernel keeps of a process. Linux only; elsewhere it is said that
/// nothing of it can be had.
///
/// Must not know: what the processes do, models, engines.
package nmos.harness.memory;
