/// What a sweep left behind: its points with their figures, and what they say of its knobs. Must not know how a point was played.
package nmos.reports.sweep;
