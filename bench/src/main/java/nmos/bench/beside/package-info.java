/// The engine beside llama.cpp: one file, one number of threads, one run.
package nmos.bench.beside;
