/// Not written yet.
package nmos.world;
