/// How close streaming comes to what drive and link allow.
package nmos.bench.stream;
