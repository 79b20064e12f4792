/// What runs left behind, shown: read from their folders and from nothing else. Must not know how a run is made.
package nmos.reports;
