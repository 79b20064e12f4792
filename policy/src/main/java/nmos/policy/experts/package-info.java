/// Which experts of a mixture are kept beside those that the pass needs, and where one is computed.
///
/// Must not know: how experts are fetched, sessions, or the plan beyond where an expert is at home.
package nmos.policy.experts;
