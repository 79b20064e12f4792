package nmos.harness.validate;

/// Follows something that takes its time, and may end it.
public interface Follower {
    Follower NOBODY = new Follower() {
        @Override
        public void at(String what, int step, int steps) {}

        @Override
        public boolean goOn() {
            return true;
        }
    };

    /// `step` of `steps` has begun.
    void at(String what, int step, int steps);

    boolean goOn();
}
