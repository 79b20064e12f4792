/// Run directories, read: what `run.json` holds, as the facts it was written from. Must not know how a run is made, or shown.
package nmos.reports.run;
