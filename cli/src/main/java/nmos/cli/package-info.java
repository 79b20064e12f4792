/// Not written yet.
package nmos.cli;
