package nmos.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nl.tudelft.simulation.dsol.eventlists.EventListPriorityQueue;
import nl.tudelft.simulation.dsol.experiment.Replication;
import nl.tudelft.simulation.dsol.experiment.SingleReplication;
import nl.tudelft.simulation.dsol.formalisms.eventscheduling.Executable;
import nl.tudelft.simulation.dsol.model.AbstractDsolModel;
import nl.tudelft.simulation.dsol.simulators.DevsSimulator;
import nmos.sim.calendar.Calendar;
import nmos.sim.calendar.DsolCalendar;
import nmos.world.run.Event;
import nmos.sim.calendar.HeapCalendar;
import org.djutils.event.EventListener;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One operation is a whole run, set-up included: 64 entities, each planning its next event when one happens, until `events`
/// have been planned. The gaps come from a cheap generator, the same for all, and each run of a driver must end at the same
/// time.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CalendarBenchmark {
    private static final int ENTITIES = 64;

    @Param({"1000", "1000000"})
    public int events;

    private long endNs;

    @Benchmark
    public long heap() {
        return drained(new HeapCalendar());
    }

    @Benchmark
    public long dsolCalendar() {
        return drained(DsolCalendar.create());
    }

    /// DSOL driven a step at a time on the calling thread.
    @Benchmark
    public long dsolStepped() {
        Bare simulator = new Bare(events);
        while (!simulator.gaps.over()) {
            simulator.step();
        }
        long end = simulator.getSimulatorTime();
        simulator.cleanUp();
        return checked(end);
    }

    /// DSOL as it comes: its worker thread runs, this one waits.
    @Benchmark
    public long dsolStarted() throws InterruptedException {
        Bare simulator = new Bare(events);
        CountDownLatch stopped = new CountDownLatch(1);
        simulator.addListener((EventListener) event -> stopped.countDown(), DevsSimulator.STOP_EVENT);
        simulator.start();
        stopped.await();
        long end = simulator.getSimulatorTime();
        simulator.cleanUp();
        return checked(end);
    }

    private long drained(Calendar calendar) {
        Gaps gaps = new Gaps(events);
        for (int entity = 0; entity < ENTITIES; entity++) {
            new Event() {
                @Override
                public void happen() {
                    if (gaps.over()) {
                        calendar.stop();
                    } else {
                        calendar.after(gaps.next(), this);
                    }
                }
            }.happen();
        }
        calendar.run();
        return checked(calendar.nowNs());
    }

    private long checked(long ns) {
        if (endNs == 0) {
            endNs = ns;
        }
        if (ns != endNs) {
            throw new IllegalStateException("a run ended at " + ns + " ns, an earlier one at " + endNs);
        }
        return ns;
    }

    /// Hands out so many gaps between events.
    private static final class Gaps {
        private long left;
        private long state = 1;

        Gaps(int events) {
            left = events;
        }

        boolean over() {
            return left == 0;
        }

        long next() {
            left--;
            state = state * 6364136223846793005L + 1442695040888963407L;
            return 1 + (state >>> 44);
        }
    }

    private static final class Bare extends DevsSimulator<Long> {
        private final Gaps gaps;

        Bare(int events) {
            super("bare");
            gaps = new Gaps(events);
            setEventList(new EventListPriorityQueue<>());
            Replication<Long> replication = new SingleReplication<>("bare", 0L, 0L, Long.MAX_VALUE / 2);
            initialize(new Entities(this), replication, true);
        }
    }

    private static final class Entities extends AbstractDsolModel<Long, Bare> {
        private static final long serialVersionUID = 1L;

        Entities(Bare simulator) {
            super(simulator);
        }

        @Override
        public void constructModel() {
            for (int entity = 0; entity < ENTITIES; entity++) {
                Executable event = new Executable() {
                    @Override
                    public void execute() {
                        if (!simulator.gaps.over()) {
                            simulator.scheduleEventRel(simulator.gaps.next(), this);
                        } else if (simulator.isStartingOrRunning()) {
                            simulator.stop();
                        }
                    }
                };
                simulator.scheduleEventNow(event);
            }
        }
    }
}
