/// Predictions beside measurements, as figures: the records that `validation.json` holds. Must not know how either was made.
package nmos.reports.validation;
