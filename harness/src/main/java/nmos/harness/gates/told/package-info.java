/// What gates came to, for people and for other programs: Markdown, JSON, JUnit's XML, JMH's results, a history. Must not know how gates
/// judge.
package nmos.harness.gates.told;
