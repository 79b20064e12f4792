/// How fast the CPU kernels are, beside what this machine's memory and multipliers can do in the same run.
package nmos.bench.kernel;
