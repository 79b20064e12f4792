package nmos.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.policy.Facts;
import nmos.sim.calendar.Calendar;
import nmos.sim.fault.Faults;
import nmos.sim.station.Disk;
import nmos.sim.station.Fate;
import nmos.sim.station.Job;
import nmos.sim.station.Link;
import nmos.sim.station.Processor;
import nmos.sim.station.Rate;
import nmos.sim.station.Station;
import nmos.world.modelled.ModelledDevices;
import nmos.world.run.Event;
import nmos.world.run.Report;
import nmos.world.run.RunOutcome;

/// The stations of one machine: a drive below the lowest tier of memory, a link for every other hop and direction, and a
/// processor in every tier that computes.
final class Devices implements ModelledDevices {
    private static final int WEIGHTS = 0;
    private static final int ACTIVATIONS = 1;
    private static final int KV = 2;
    private static final int STREAMS = 3;
    /// However much is moved beside it, some computing goes on.
    private static final long SLOWEST_PPM = 100_000;

    private final Calendar calendar;
    private final Disk disk;
    /// by hop, from 1 upwards
    private final List<Link> up = new ArrayList<>();
    private final List<Link> down = new ArrayList<>();
    /// By hop: how many of its directions have something to move.
    private final int[] movers;
    /// by tier, some in several; a tier that cannot compute has one that is never used
    private final List<Processor> processors = new ArrayList<>();
    /// by tier: time something was computed there
    private final long[] computedNs;
    private final Facts facts;
    private final Faults faults;

    Devices(Calendar calendar, SimSetup setup, Faults faults) {
        this.calendar = calendar;
        this.faults = faults;
        facts = setup.facts();
        computedNs = new long[facts.tiers().size()];
        movers = new int[setup.hops().size()];
        SimSetup.Hop drive = setup.hops().get(0);
        disk = new Disk(calendar, hopName(0), drive.up(), drive.down(), drive.depth(), setup.chunkBytes());
        for (int hop = 1; hop < setup.hops().size(); hop++) {
            SimSetup.Hop speeds = setup.hops().get(hop);
            up.add(link(calendar, hopName(hop), setup, speeds.up()));
            down.add(link(calendar, hopNameDown(hop), setup, speeds.down()));
        }
        for (int tier = 0; tier < facts.tiers().size(); tier++) {
            int shared = setup.places().get(tier).processor();
            processors.add(
                    shared < tier ? processors.get(shared) : new Processor(calendar, facts.tiers().get(tier).name() + " compute"));
        }
        slowDownBesideCopies(setup.places());
    }

    private void slowDownBesideCopies(List<SimSetup.Place> places) {
        if (places.stream().noneMatch(SimSetup.Place::disturbed)) {
            return;
        }
        disk.tell(busy -> moving(0, busy, places));
        for (int hop = 1; hop <= up.size(); hop++) {
            int of = hop;
            up.get(hop - 1).tell(busy -> moving(of, busy, places));
            down.get(hop - 1).tell(busy -> moving(of, busy, places));
        }
    }

    private void moving(int hop, boolean busy, List<SimSetup.Place> places) {
        movers[hop] += busy ? 1 : -1;
        for (int tier = 0; tier < processors.size(); tier++) {
            long lost = 0;
            for (int other = 0; other < movers.length; other++) {
                lost += (long) movers[other] * places.get(tier).lostPpm().get(other);
            }
            processors.get(tier).speed(Math.max(SLOWEST_PPM, Processor.FULL_PPM - lost));
        }
    }

    private static Link link(Calendar calendar, String name, SimSetup setup, Rate rate) {
        Rate[] rates = new Rate[STREAMS];
        Arrays.fill(rates, rate);
        return new Link(calendar, name, setup.chunkBytes(), false, KV, rates);
    }

    private String hopName(int hop) {
        return facts.tiers().get(hop).name() + " -> " + facts.tiers().get(hop + 1).name();
    }

    private String hopNameDown(int hop) {
        return facts.tiers().get(hop + 1).name() + " -> " + facts.tiers().get(hop).name();
    }

    @Override
    public Runnable fetch(long fetch, int from, long bytes, int urgency, Report report) {
        Fate fate = faults.ofFetch(fetch);
        return from == 0
                ? takeBack(disk, disk.read(bytes, urgency, fate, report))
                : submit(up.get(from - 1), WEIGHTS, bytes, urgency, fate, report);
    }

    @Override
    public Runnable moveKv(long move, int from, int to, long bytes, int urgency, Report report) {
        Fate fate = faults.ofFetch(move);
        if (Math.min(from, to) > 0) {
            return submit(link(from, to), KV, bytes, urgency, fate, report);
        }
        return takeBack(
                disk, from == 0 ? disk.read(bytes, urgency, fate, report) : disk.write(bytes, urgency, fate, report));
    }

    private static Runnable submit(Link link, int stream, long bytes, int urgency, Fate fate, Report report) {
        return takeBack(link, link.submit(stream, bytes, urgency, fate, report));
    }

    private static Runnable takeBack(Station station, Job job) {
        return () -> station.cancel(job);
    }

    @Override
    public void moveActivations(int from, int to, long bytes, Runnable done) {
        if (from == to) {
            done.run();
            return;
        }
        int step = from < to ? from + 1 : from - 1;
        link(from, step).submit(ACTIVATIONS, bytes, 0, Fate.NONE, (outcome, busyNs) -> moveActivations(step, to, bytes, done));
    }

    private Link link(int from, int to) {
        return from < to ? up.get(from - 1) : down.get(to - 1);
    }

    @Override
    public Runnable compute(int tier, long ns, Report report) {
        Processor processor = processors.get(tier);
        return takeBack(processor, processor.submit(ns, Fate.NONE, (outcome, busyNs) -> {
            computedNs[tier] += busyNs;
            report.ended(outcome, busyNs);
        }));
    }

    @Override
    public void soon(Event event) {
        calendar.at(calendar.nowNs(), event);
    }

    @Override
    public List<RunOutcome.Device> done() {
        List<RunOutcome.Device> devices = new ArrayList<>();
        copiers().forEach(station -> devices.add(
                new RunOutcome.Device(station.name(), station.books().bytes(), station.books().busyNs())));
        for (int tier = 0; tier < processors.size(); tier++) {
            if (facts.tiers().get(tier).computes()) {
                devices.add(new RunOutcome.Device(facts.tiers().get(tier).name() + " compute", 0, computedNs[tier]));
            }
        }
        return devices;
    }

    private List<Station> copiers() {
        List<Station> copiers = new ArrayList<>(List.of(disk));
        copiers.addAll(up);
        copiers.addAll(down);
        return copiers;
    }

    List<Station> stations() {
        List<Station> all = copiers();
        for (int tier = 0; tier < processors.size(); tier++) {
            if (facts.tiers().get(tier).computes() && !all.contains(processors.get(tier))) {
                all.add(processors.get(tier));
            }
        }
        return all;
    }
}
