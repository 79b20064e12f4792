package nmos.reports.timeline;

import java.util.List;

/// What does one thing at a time, under the name it has in the run's report: a drive ("SSD -> RAM", which also writes), a link in one
/// direction, a place that computes ("VRAM compute"), or the draft model. `tier` is the lower one that a drive or a link joins, or the
/// one it computes in; -1 for the draft model.
///
/// Spans come in order of time and never overlap. Where each one begins is worked out: a report says when work ended and how long the
/// device was busy with it, not when. Works are therefore laid, in the order in which they ended, backwards from their reports into
/// the time that nothing else has yet, never before their commands. That is exact for a device that takes one job after the other.
/// It is approximate where transfers share a link chunk by chunk (their order within the shared time is made up, their sum is not),
/// where a compute waited in its midst for KV (all of it is laid at its end), and by as long as a report took to be heard.
/// `unlaidNs` is busy time that found no room after its command: a paced device goes by when work was due, not by when it was asked.
///
/// Together the two are what the run's report has as `busy_ms`, but for what no journal names: activations on a link, and previews of a
/// draft. Where the draft model shares a processor with the oracle, as in simulated and paced runs, the report has both in that place.
public record Resource(String name, Kind kind, int tier, List<Span> spans, long unlaidNs) {
    public enum Kind {
        DRIVE,
        LINK_UP,
        LINK_DOWN,
        COMPUTE,
        DRAFT
    }

    public Resource {
        spans = List.copyOf(spans);
    }

    public long busyNs() {
        return spans.stream().mapToLong(Span::ns).sum();
    }

    public long bytes() {
        return spans.stream().mapToLong(Span::bytes).sum();
    }

    /// Nanoseconds busy in each of `bins` equal parts of `[fromNs, toNs)`.
    public double[] busyNs(long fromNs, long toNs, int bins) {
        double[] busy = new double[bins];
        spread(fromNs, toNs, busy, false);
        return busy;
    }

    /// Bytes a second in each of `bins` equal parts of `[fromNs, toNs)`.
    public double[] bytesPerSec(long fromNs, long toNs, int bins) {
        double[] rates = new double[bins];
        spread(fromNs, toNs, rates, true);
        double binNs = (toNs - fromNs) / (double) bins;
        for (int bin = 0; bin < bins; bin++) {
            rates[bin] = binNs <= 0 ? 0 : rates[bin] * 1e9 / binNs;
        }
        return rates;
    }

    private void spread(long fromNs, long toNs, double[] bins, boolean asBytes) {
        double binNs = (toNs - fromNs) / (double) bins.length;
        if (binNs <= 0) {
            return;
        }
        for (Span span : spans) {
            double begin = Math.max(span.beginNs(), fromNs) - (double) fromNs;
            double end = Math.min(span.endNs(), toNs) - (double) fromNs;
            double perNs = asBytes ? span.bytes() / (double) span.ns() : 1;
            for (int bin = (int) (begin / binNs); bin < bins.length && bin * binNs < end; bin++) {
                bins[bin] += perNs * Math.max(0, Math.min(end, (bin + 1) * binNs) - Math.max(begin, bin * binNs));
            }
        }
    }
}
