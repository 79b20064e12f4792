package nmos.harness.tune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nmos.harness.grid.Candidate.Played;
import nmos.harness.validate.Follower;
import org.jspecify.annotations.Nullable;

/// All settings that were tried, none of them twice. Replications are played by several threads; what comes of them does not depend on how many.
final class Trials implements AutoCloseable {
    private final Plays plays;
    private final Space space;
    private final Follower follower;
    private final int most;
    private final ExecutorService threads;
    private final List<Trial> all = new ArrayList<>();
    private final Map<List<Integer>, Trial> bySetting = new HashMap<>();
    private int opened;

    /// `most`: settings that may be played, for whoever follows.
    Trials(Plays plays, Space space, int threads, int most, Follower follower) {
        this.plays = plays;
        this.space = space;
        this.most = most;
        this.follower = follower;
        this.threads = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("tune-", 0).factory());
    }

    List<Trial> all() {
        return Collections.unmodifiableList(all);
    }

    /// How many of them could be.
    int opened() {
        return opened;
    }

    int refused() {
        return all.size() - opened;
    }

    /// The scenario as it stands, before all others. It is a setting of the space where the knobs have its values, and is not tried again as that.
    Trial asItStands() {
        Trial trial = add(new int[0], List.of(), plays.enter(List.of()));
        space.own().filter(setting -> trial.same(plays.enter(space.settings(setting)))).ifPresent(setting -> found(trial, setting));
        return trial;
    }

    private void found(Trial trial, int[] setting) {
        trial.is(setting);
        bySetting.put(Space.key(setting), trial);
    }

    @Nullable Trial of(int[] setting) {
        return bySetting.get(Space.key(setting));
    }

    /// Settings of the space that were tried or could not be.
    int known() {
        return bySetting.size();
    }

    boolean knows(int[] setting) {
        return bySetting.containsKey(Space.key(setting));
    }

    boolean goOn() {
        return follower.goOn();
    }

    /// Takes up a setting that was not tried before, without playing it. One that comes to the scenario as it stands is that.
    Trial enter(int[] setting) {
        List<String> settings = space.settings(setting);
        Plays.Entry entry = plays.enter(settings);
        if (!all.isEmpty() && all.getFirst().same(entry)) {
            found(all.getFirst(), setting);
            return all.getFirst();
        }
        Trial trial = add(setting, settings, entry);
        bySetting.put(Space.key(setting), trial);
        return trial;
    }

    private Trial add(int[] levels, List<String> settings, Plays.Entry entry) {
        Trial trial = new Trial(all.size(), levels, settings, entry);
        all.add(trial);
        opened += trial.refused() == null ? 1 : 0;
        return trial;
    }

    /// Sees to it that each of them has been played so many times; whether it got that far.
    boolean play(List<Trial> trials, int replications) {
        List<Map.Entry<Trial, Future<Optional<Played>>>> under = new ArrayList<>();
        for (Trial trial : trials) {
            if (trial.entry() instanceof Plays.Open open) {
                for (int r = trial.replications(); r < replications; r++) {
                    int replication = r;
                    under.add(Map.entry(trial, threads.submit(() -> open.play(replication, follower::goOn))));
                }
            }
        }
        // No later replication of theirs may stand in the place of an earlier one.
        Set<Trial> cutShort = new HashSet<>();
        for (Map.Entry<Trial, Future<Optional<Played>>> one : under) {
            try {
                Optional<Played> played = result(one.getValue());
                if (played.isEmpty()) {
                    cutShort.add(one.getKey());
                } else if (!cutShort.contains(one.getKey())) {
                    one.getKey().add(played.get());
                }
            } catch (BrokenPlay broken) {
                one.getKey().broke(broken.fault);
            }
            follower.at("trying settings", Math.min(opened, most), most);
        }
        return cutShort.isEmpty() && follower.goOn();
    }

    /// What a play threw.
    private static final class BrokenPlay extends Exception {
        private static final long serialVersionUID = 1;
        private final RuntimeException fault;

        BrokenPlay(RuntimeException fault) {
            super(fault);
            this.fault = fault;
        }
    }

    private static Optional<Played> result(Future<Optional<Played>> played) throws BrokenPlay {
        try {
            return played.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException fault) {
            if (fault.getCause() instanceof RuntimeException ours) {
                throw new BrokenPlay(ours);
            }
            throw new IllegalStateException(fault.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
