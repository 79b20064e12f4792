/// Times of a run as percentile distributions that HdrHistogram's tools read. Must not know how times are measured.
package nmos.reports.histogram;
