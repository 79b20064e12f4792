package nmos.policy.kernel;

import nmos.policy.Commands;
import nmos.policy.Digest;

/// The pass in flight, of which there is one at most.
final class Running {
    private static final int PASS = 0;
    private static final int ROWS = 1;
    private static final int BEGAN = 2;
    private static final int ABANDONED = 3;
    /// Nobody in it has submitted yet.
    private static final int AHEAD = 4;
    private static final int WIDTH = 5;

    private final Fields fields;

    Running(Digest digest) {
        fields = new Fields(WIDTH, 65, digest);
    }

    boolean is() {
        return fields.is(PASS);
    }

    boolean is(long id) {
        return is() && fields.get(PASS) == id;
    }

    boolean abandoned() {
        return fields.is(ABANDONED);
    }

    boolean ahead() {
        return fields.is(AHEAD);
    }

    int rows() {
        return fields.asInt(ROWS);
    }

    long beganNs() {
        return fields.get(BEGAN);
    }

    /// The pass that takes computes; 0 for none.
    long takesComputes() {
        return abandoned() ? 0 : fields.get(PASS);
    }

    void begin(long nowNs, long id, int rows, boolean ahead, Commands out) {
        fields.set(PASS, id);
        fields.set(ROWS, rows);
        fields.set(BEGAN, nowNs);
        fields.set(AHEAD, ahead ? 1 : 0);
        out.beginPass(id);
    }

    /// Somebody submitted what it computes.
    void asked() {
        fields.set(AHEAD, 0);
    }

    void abandon(Commands out) {
        fields.set(ABANDONED, 1);
        out.abandonPass(fields.get(PASS));
    }

    void over() {
        fields.set(PASS, 0);
        fields.set(ABANDONED, 0);
    }
}
