/// A small strict reader over YAML nodes: every read is typed, every unit is written out, every key is known, and every
/// error is one line that names the file, the line and the field.
///
/// Must not know: scenarios, machines, models.
package nmos.scenarios.yaml;
