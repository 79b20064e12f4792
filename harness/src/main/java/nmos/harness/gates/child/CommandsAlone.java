package nmos.harness.gates.child;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import nmos.journal.JournalWriter;
import nmos.policy.Commands;
import nmos.policy.Policy;
import nmos.policy.Signal;

/// A policy whose commands are hashed as it gives them, in order, with nothing of what it was told and when: a journal in which every
/// signal is the same and comes at 0.
public final class CommandsAlone implements Policy {
    private static final String NO_HASH = "0".repeat(64);
    private static final Signal NOTHING = new Signal.Woke();

    private final Policy policy;
    private final MessageDigest digest = sha256();
    private final JournalWriter given;

    public CommandsAlone(Policy policy) {
        this.policy = policy;
        try {
            given = new JournalWriter(new DigestOutputStream(OutputStream.nullOutputStream(), digest), NO_HASH);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void on(long nowNs, Signal signal, Commands out) {
        policy.on(nowNs, signal, given.begin(0, NOTHING, out));
        given.end(Long.MAX_VALUE, 0);
    }

    @Override
    public long wakeAtNs() {
        return policy.wakeAtNs();
    }

    @Override
    public long digest() {
        return policy.digest();
    }

    /// Of all there were. Nothing can be added then.
    public String hash() {
        try {
            given.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
