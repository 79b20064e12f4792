/// The report: runs and validations as one page that needs nothing but a browser, and its charts as pictures. Must not know how a
/// run is made; everything it tells comes from the folders it is given.
package nmos.reports.page;
