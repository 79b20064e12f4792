/// Not written yet.
package nmos.live;
