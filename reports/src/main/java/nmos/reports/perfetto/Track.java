package nmos.reports.perfetto;

/// A line of a process: `number` orders the lines, from 1.
record Track(int number, String name) {}
