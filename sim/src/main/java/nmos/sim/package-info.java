/// Not written yet.
package nmos.sim;
