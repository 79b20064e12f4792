/// Charts of numbers: what a page shows, drawn once and written as SVG that follows the reader's light or dark, and as PNG. Must not
/// know where numbers come from, nor what a page is.
package nmos.reports.chart;
