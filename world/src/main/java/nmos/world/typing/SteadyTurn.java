package nmos.world.typing;

import nmos.scenarios.Workload;

/// A prompt typed token by token at a constant rate; without any time, it is there at once.
public final class SteadyTurn implements TurnScript {
    private final Workload workload;
    private int typed;

    public SteadyTurn(Workload workload) {
        this.workload = workload;
    }

    private boolean pasted() {
        return workload.typingNs() == 0;
    }

    @Override
    public int steps() {
        return pasted() ? 1 : workload.promptTokens();
    }

    @Override
    public Step next() {
        int before = typed;
        typed = pasted() ? workload.promptTokens() : typed + 1;
        return new Step(before * workload.typingNs(), false, typed, Math.max(before, typed - 1), before);
    }

    @Override
    public long submitAfterNs() {
        return (steps() - 1) * workload.typingNs();
    }

    @Override
    public int promptTokens() {
        return workload.promptTokens();
    }

    @Override
    public int replyTokens() {
        return workload.replyTokens();
    }

    @Override
    public boolean again() {
        return false;
    }
}
