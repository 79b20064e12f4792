package nmos.reports.perfetto;

import java.util.Arrays;
import java.util.function.Consumer;
import nmos.reports.timeline.Resource;
import nmos.reports.timeline.Steps;
import nmos.reports.timeline.TierUse;
import nmos.reports.timeline.Timeline;

/// What is counted as time goes on. One that is 0 throughout is left out.
final class Counters {
    /// More steps than this are told as the largest and the last of each of half as many parts of the time.
    static final int MOST_STEPS = 10_000;

    private static final int RATE_PARTS = 2_000;

    private final int process;
    private final Timeline timeline;
    private final Consumer<Event> events;

    private Counters(int process, Timeline timeline, Consumer<Event> events) {
        this.process = process;
        this.timeline = timeline;
        this.events = events;
    }

    static void of(int process, Timeline timeline, Consumer<Event> events) {
        Counters counters = new Counters(process, timeline, events);
        for (TierUse tier : timeline.tiers()) {
            counters.tier(tier);
        }
        timeline.resources().forEach(counters::rate);
        counters.steps("fetches in flight", "fetches", timeline.fetchesInFlight());
    }

    private void tier(TierUse tier) {
        if (tier.budgetBytes() != null) {
            steps(tier.name() + " held", "bytes", tier.heldBytes());
        }
        steps(tier.name() + " weights", "bytes", tier.weightBytes());
        steps(tier.name() + " KV", "bytes", tier.kvBytes());
        steps(tier.name() + " spilled KV", "bytes", tier.spilledBytes());
        steps(tier.name() + " pages", "pages", tier.pages());
    }

    private void steps(String name, String unit, Steps steps) {
        if (steps.max() == 0) {
            return;
        }
        if (steps.size() <= MOST_STEPS) {
            for (int step = 0; step < steps.size(); step++) {
                count(steps.atNs(step), name, unit, steps.value(step));
            }
            return;
        }
        long first = steps.atNs(0);
        double partNs = (steps.atNs(steps.size() - 1) - first + 1) / (MOST_STEPS / 2.0);
        int step = 0;
        while (step < steps.size()) {
            int part = (int) ((steps.atNs(step) - first) / partNs);
            int largest = step;
            int last = step;
            while (last < steps.size() && (int) ((steps.atNs(last) - first) / partNs) == part) {
                largest = steps.value(last) > steps.value(largest) ? last : largest;
                last++;
            }
            last--;
            count(steps.atNs(largest), name, unit, steps.value(largest));
            if (last > largest) {
                count(steps.atNs(last), name, unit, steps.value(last));
            }
            step = last + 1;
        }
    }

    private void rate(Resource resource) {
        double[] rates = resource.bytesPerSec(timeline.zeroNs(), timeline.endNs(), RATE_PARTS);
        if (Arrays.stream(rates).allMatch(rate -> rate == 0)) {
            return;
        }
        double partNs = (timeline.endNs() - timeline.zeroNs()) / (double) RATE_PARTS;
        for (int part = 0; part < rates.length; part++) {
            if (part == 0 || rates[part] != rates[part - 1]) {
                count(timeline.zeroNs() + (long) (part * partNs), resource.name() + " rate", "bytes/s", Math.round(rates[part]));
            }
        }
    }

    private void count(long ns, String name, String unit, long value) {
        events.accept(new Event.Count(Math.max(0, ns - timeline.zeroNs()), process, name, unit, value));
    }
}
