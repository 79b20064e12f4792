/// Not written yet.
package nmos.llamacpp;
