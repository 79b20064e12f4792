/// How near a search with few evaluations comes to the best of a grid that was tried whole.
package nmos.bench.tune;
