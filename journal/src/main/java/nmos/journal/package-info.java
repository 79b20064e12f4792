/// Not written yet.
package nmos.journal;
