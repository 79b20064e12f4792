package nmos.reports.validation;

/// One of many settings that could not be played, and why, in a line.
public record NotPlayed(String setting, String reason) {}
