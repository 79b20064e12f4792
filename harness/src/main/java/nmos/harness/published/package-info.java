/// Measurements that others published, each predicted by a simulation of what its words say, and by the one-line formula beside it. A
/// row that does not say enough is left out, with what is missing.
///
/// Must not know: any single row. What holds for one holds for all that say the same.
package nmos.harness.published;
