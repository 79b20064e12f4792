/// Not written yet.
package nmos.bench;
