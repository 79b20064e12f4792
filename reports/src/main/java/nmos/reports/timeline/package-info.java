/// When what happened in a run, read from its journal: what kept each device busy, from which command to which report each work went,
/// what each tier held, and what a turn waited for. Must not know how it is drawn.
package nmos.reports.timeline;
