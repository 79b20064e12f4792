package nmos.live.world;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import nmos.policy.Commands;
import nmos.policy.Policy;
import nmos.policy.Signal;

/// A policy whose work is counted, and whose every work has to end in one report. Of what is in flight besides computes and passes,
/// a share is cancelled behind the policy's back at each signal, some of it again and again.
final class Booked implements Policy {
    private static final Set<String> WORK = Set.of("fetch", "movePage", "compute", "draft", "complete", "beginPass");
    private static final Set<String> CANCELLED = Set.of("fetch", "movePage", "draft", "complete");

    private final Policy policy;
    private final SplittableRandom random;
    private final double cancelled;
    private final SequencedMap<Long, String> underWay = new LinkedHashMap<>();
    private final Map<String, Integer> commands = new TreeMap<>();
    private final Map<String, Integer> signals = new TreeMap<>();

    Booked(Policy policy, double cancelled, long seed) {
        this.policy = policy;
        this.cancelled = cancelled;
        random = new SplittableRandom(seed);
    }

    int commands(String name) {
        return commands.getOrDefault(name, 0);
    }

    int signals(Class<? extends Signal> kind) {
        return signals.getOrDefault(kind.getSimpleName(), 0);
    }

    /// Work that was asked for and has not been reported.
    Set<Long> underWay() {
        return underWay.keySet();
    }

    @Override
    public void on(long nowNs, Signal signal, Commands out) {
        signals.merge(signal.getClass().getSimpleName(), 1, Integer::sum);
        switch (signal) {
            case Signal.Landed s -> ended(s.work());
            case Signal.Computed s -> ended(s.work());
            case Signal.Drafted s -> ended(s.work());
            case Signal.Failed s -> ended(s.work());
            case Signal.Dropped s -> ended(s.work());
            case Signal.Passed s -> ended(s.pass());
            case Signal.Keystroke _,
                    Signal.Edited _,
                    Signal.Paused _,
                    Signal.Submitted _,
                    Signal.Tokenised _,
                    Signal.Ranked _,
                    Signal.Verified _,
                    Signal.Attended _,
                    Signal.Routed _,
                    Signal.Foreseen _,
                    Signal.Pressed _,
                    Signal.Woke _ -> {}
        }
        Commands counted = counted(out);
        policy.on(nowNs, signal, counted);
        for (Map.Entry<Long, String> work : List.copyOf(underWay.entrySet())) {
            if (CANCELLED.contains(work.getValue()) && random.nextDouble() < cancelled) {
                counted.cancel(work.getKey());
            }
        }
    }

    private void ended(long work) {
        if (underWay.remove(work) == null) {
            throw new AssertionError("work " + work + " reported twice, or never asked for");
        }
    }

    private Commands counted(Commands out) {
        InvocationHandler handler = (_, method, arguments) -> {
            commands.merge(method.getName(), 1, Integer::sum);
            if (WORK.contains(method.getName())) {
                underWay.put((Long) arguments[0], method.getName());
            }
            try {
                return method.invoke(out, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Commands) Proxy.newProxyInstance(Commands.class.getClassLoader(), new Class<?>[] {Commands.class}, handler);
    }

    @Override
    public long wakeAtNs() {
        return policy.wakeAtNs();
    }

    @Override
    public long digest() {
        return policy.digest();
    }

    @Override
    public String toString() {
        return "asked " + commands + ", heard " + signals;
    }
}
