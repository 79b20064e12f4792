/// Timelines as traces in the Trace Event Format, for ui.perfetto.dev and chrome://tracing. Must not know how a timeline is worked out.
package nmos.reports.perfetto;
