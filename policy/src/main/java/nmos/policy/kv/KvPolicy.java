package nmos.policy.kv;

/// Decides what becomes of a session's KV.
public interface KvPolicy {
    /// Whether a session that holds `held` tokens may take `more` when `reserved` were set aside for it.
    boolean admits(int held, int more, int reserved);
}
