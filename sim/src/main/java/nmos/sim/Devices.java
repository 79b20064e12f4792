package nmos.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.policy.Facts;
import nmos.sim.calendar.Calendar;
import nmos.sim.station.Disk;
import nmos.sim.station.Fate;
import nmos.sim.station.Job;
import nmos.sim.station.Link;
import nmos.sim.station.Processor;
import nmos.sim.station.Rate;
import nmos.world.run.Event;
import nmos.world.run.Report;
import nmos.sim.station.Station;

/// The stations of one machine: a drive below the lowest tier of memory, a link for every other hop and direction, and a
/// processor in every tier that computes.
final class Devices {
    private static final int WEIGHTS = 0;
    private static final int ACTIVATIONS = 1;
    private static final int KV = 2;
    private static final int STREAMS = 3;

    private final Calendar calendar;
    private final Disk disk;
    /// by hop, from 1 upwards
    private final List<Link> up = new ArrayList<>();
    private final List<Link> down = new ArrayList<>();
    /// by tier; a tier that cannot compute has one that is never used
    private final List<Processor> processors = new ArrayList<>();
    private final Facts facts;

    Devices(Calendar calendar, SimSetup setup) {
        this.calendar = calendar;
        facts = setup.facts();
        SimSetup.Hop drive = setup.hops().get(0);
        disk = new Disk(calendar, hopName(0), drive.up(), drive.down(), drive.depth(), setup.chunkBytes());
        for (int hop = 1; hop < setup.hops().size(); hop++) {
            SimSetup.Hop speeds = setup.hops().get(hop);
            up.add(link(calendar, hopName(hop), setup, speeds.up()));
            down.add(link(calendar, hopNameDown(hop), setup, speeds.down()));
        }
        for (Facts.Tier tier : facts.tiers()) {
            processors.add(new Processor(calendar, tier.name() + " compute"));
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

    Job fetch(int hop, long bytes, int urgency, Fate fate, Report report) {
        return hop == 0
                ? disk.read(bytes, urgency, fate, report)
                : up.get(hop - 1).submit(WEIGHTS, bytes, urgency, fate, report);
    }

    /// Moves KV to a neighbouring tier, up or down.
    Job moveKv(int from, int to, long bytes, int urgency, Fate fate, Report report) {
        if (Math.min(from, to) > 0) {
            return link(from, to).submit(KV, bytes, urgency, fate, report);
        }
        return from == 0 ? disk.read(bytes, urgency, fate, report) : disk.write(bytes, urgency, fate, report);
    }

    /// Activations go between two tiers that compute, hop by hop; what lies between only passes them on.
    void moveActivations(int from, int to, long bytes, Runnable done) {
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

    Job compute(int tier, long ns, Report report) {
        return processors.get(tier).submit(ns, Fate.NONE, report);
    }

    /// At once, but not from within.
    void soon(Event event) {
        calendar.at(calendar.nowNs(), event);
    }

    boolean cancelCompute(int tier, Job job) {
        return processors.get(tier).cancel(job);
    }

    boolean cancel(int from, int to, Job job) {
        return Math.min(from, to) == 0 ? disk.cancel(job) : link(from, to).cancel(job);
    }

    List<Station> stations() {
        List<Station> all = new ArrayList<>();
        all.add(disk);
        all.addAll(up);
        all.addAll(down);
        for (int tier = 0; tier < processors.size(); tier++) {
            if (facts.tiers().get(tier).computes()) {
                all.add(processors.get(tier));
            }
        }
        return all;
    }
}
