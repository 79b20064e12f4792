/// Scenarios: files that say machine, models, policy knobs and workload, read strictly; and the one place that composes
/// them into what a policy and a world are made from.
///
/// Must not know: worlds, clocks, journals; what a run of a scenario gives.
package nmos.scenarios;
