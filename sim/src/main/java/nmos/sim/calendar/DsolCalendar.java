package nmos.sim.calendar;

import nmos.world.run.Event;
import ch.qos.logback.classic.Level;
import java.util.Arrays;
import nl.tudelft.simulation.dsol.SimRuntimeException;
import nl.tudelft.simulation.dsol.eventlists.EventListPriorityQueue;
import nl.tudelft.simulation.dsol.experiment.Replication;
import nl.tudelft.simulation.dsol.formalisms.eventscheduling.AbstractSimEvent;
import nl.tudelft.simulation.dsol.formalisms.eventscheduling.SimEventInterface;
import nl.tudelft.simulation.dsol.model.AbstractDsolModel;
import nl.tudelft.simulation.dsol.model.DsolModel;
import nl.tudelft.simulation.dsol.simulators.DevsSimulator;
import nl.tudelft.simulation.dsol.simulators.ReplicationState;
import nl.tudelft.simulation.dsol.simulators.RunState;
import nl.tudelft.simulation.dsol.simulators.SimulatorInterface;
import org.djutils.logger.CategoryLogger;
import org.jspecify.annotations.Nullable;

/// DSOL's simulator, event list and events, drained on the calling thread. DSOL's own worker thread keeps an event's
/// exception from the caller and can hang; here `start` and its kin drain on the caller's thread too.
///
/// What is planned through DSOL's own API runs in the same order, by DSOL's rules: at one instant by priority first, and
/// all our events have the normal one.
public final class DsolCalendar extends DevsSimulator<Long> implements Calendar {
    /// DSOL's constructors share a logger and, for replications, a naming context, neither made for two threads.
    private static final Object CONSTRUCTION = new Object();

    private static boolean quiet;

    private final Slots slots;
    private @Nullable Planned[] planned;
    private boolean running;
    private boolean stopped;

    private DsolCalendar() {
        super("nmos");
        slots = new Slots();
        planned = new @Nullable Planned[slots.capacity()];
        eventList = new EventListPriorityQueue<>();
        initialize(new NoModel(this), new WholeTime(), false);
    }

    public static DsolCalendar create() {
        synchronized (CONSTRUCTION) {
            if (!quiet) {
                // DSOL logs to the console, which belongs to the command's output.
                CategoryLogger.setLogLevelAll(Level.OFF);
                CategoryLogger.setLogLevel(CategoryLogger.CAT_ALWAYS, Level.OFF);
                quiet = true;
            }
            return new DsolCalendar();
        }
    }

    @Override
    public long nowNs() {
        return simulatorTime;
    }

    @Override
    public long at(long ns, Event event) {
        refusePast(ns);
        long ticket = slots.take();
        if (slots.capacity() > planned.length) {
            planned = Arrays.copyOf(planned, slots.capacity());
        }
        Planned entry = new Planned(ns, event, ticket);
        planned[Slots.slotOf(ticket)] = entry;
        eventList.add(entry);
        return ticket;
    }

    @Override
    public boolean cancel(long ticket) {
        if (!slots.holds(ticket)) {
            return false;
        }
        Planned entry = planned[Slots.slotOf(ticket)];
        if (entry == null) {
            return false;
        }
        // Searching DSOL's list would cost its whole length; the drain passes over what has no event.
        entry.event = null;
        forget(ticket);
        return true;
    }

    @Override
    public void run() {
        drain(Long.MAX_VALUE);
    }

    @Override
    public void runUntil(long ns) {
        refusePast(ns);
        drain(ns);
        if (!stopped) {
            simulatorTime = ns;
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void startImpl() {
        drain(runUntilIncluding ? runUntilTime : runUntilTime - 1);
    }

    @Override
    public SimEventInterface<Long> scheduleEvent(SimEventInterface<Long> event) {
        refusePast(event.getAbsoluteExecutionTime());
        eventList.add(event);
        return event;
    }

    /// Starts over at the replication's start, with nothing planned but what the model plans. Unlike DSOL's own it makes
    /// no worker thread.
    @Override
    public void initialize(
            DsolModel<Long, ? extends SimulatorInterface<Long>> newModel,
            Replication<Long> newReplication,
            boolean cleanUp) {
        eventList.clear();
        for (Planned entry : planned) {
            if (entry != null) {
                forget(entry.ticket);
            }
        }
        replication = newReplication;
        model = newModel;
        simulatorTime = newReplication.getStartTime();
        runState = RunState.INITIALIZED;
        replicationState = ReplicationState.INITIALIZED;
        newModel.getOutputStatistics().clear();
        newModel.constructModel();
    }

    private void refusePast(long ns) {
        if (ns < simulatorTime) {
            throw new IllegalArgumentException("an event at " + ns + " ns, but it is " + simulatorTime + " ns already");
        }
    }

    private void drain(long untilNs) {
        if (running) {
            throw new IllegalStateException("run called by an event of the same run");
        }
        running = true;
        stopped = false;
        runState = RunState.STARTED;
        replicationState = ReplicationState.STARTED;
        try {
            while (!stopped && !eventList.isEmpty()) {
                SimEventInterface<Long> next = eventList.first();
                boolean cancelled = next instanceof Planned entry && entry.event == null;
                if (!cancelled && next.getAbsoluteExecutionTime() > untilNs) {
                    break;
                }
                eventList.removeFirst();
                if (!cancelled) {
                    simulatorTime = next.getAbsoluteExecutionTime();
                    next.execute();
                }
            }
        } finally {
            running = false;
            runState = RunState.STOPPED;
        }
    }

    private void forget(long ticket) {
        planned[Slots.slotOf(ticket)] = null;
        slots.release(ticket);
    }

    /// Our event as one of DSOL's. DSOL's own wrap what an event throws; this one lets it through.
    private final class Planned extends AbstractSimEvent<Long> {
        private final long ticket;
        private @Nullable Event event;

        Planned(long ns, Event event, long ticket) {
            super(ns);
            this.event = event;
            this.ticket = ticket;
        }

        @Override
        public void execute() throws SimRuntimeException {
            Event happening = event;
            if (happening != null) {
                event = null;
                forget(ticket);
                happening.happen();
            }
        }
    }

    /// All of time, outside DSOL's naming context: an entry there for each run would never be removed.
    private static final class WholeTime extends Replication<Long> {
        WholeTime() {
            super("nmos", 0L, 0L, Long.MAX_VALUE);
        }
    }

    /// What DSOL calls the model lives with the calendar's owner.
    private static final class NoModel extends AbstractDsolModel<Long, DsolCalendar> {
        private static final long serialVersionUID = 1L;

        NoModel(DsolCalendar calendar) {
            super(calendar);
        }

        @Override
        public void constructModel() {
            // The owner plans its first events itself.
        }
    }
}
