/// Not written yet.
package nmos.scenarios;
