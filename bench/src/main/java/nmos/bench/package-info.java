/// How fast the parts are, by JMH: `java -jar bench/target/benchmarks.jar [name]`.
///
/// A benchmark states what one operation is and checks the result of its run, so that a wrong answer is never timed.
package nmos.bench;
