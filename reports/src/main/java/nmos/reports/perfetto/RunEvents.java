package nmos.reports.perfetto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nmos.journal.DeviceSpan;
import nmos.reports.perfetto.Event.Detail;
import nmos.reports.run.Run;
import nmos.reports.timeline.Input;
import nmos.reports.timeline.Resource;
import nmos.reports.timeline.Span;
import nmos.reports.timeline.Timeline;
import nmos.reports.timeline.Turn;
import nmos.reports.timeline.Work;

/// One run as the events of one process.
final class RunEvents {
    /// Ids of one process are below this, so that those of two never meet.
    private static final long IDS = 1L << 40;

    private final int process;
    private final Timeline timeline;
    /// Works that began later are left out.
    private final long detailUntilNs;
    private final List<Event> events = new ArrayList<>();
    private final List<Track> tracks = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    /// by session: its track, and the end of the last slice there
    private final Map<Integer, Integer> sessions = new HashMap<>();
    private final Map<Integer, Long> sessionUntilNs = new HashMap<>();
    /// by name
    private final Map<String, Integer> streams = new HashMap<>();
    private final int passes;
    private long ids;

    RunEvents(int process, Timeline timeline, int mostWorks) {
        this.process = process;
        this.timeline = timeline;
        detailUntilNs = detailUntil(mostWorks);
        ids = process * IDS;
        timeline.inputs().forEach(this::input);
        timeline.turns().forEach(this::turn);
        passes = track("passes");
        long freeNs = Long.MIN_VALUE;
        for (Work pass : timeline.passes()) {
            freeNs = pass(pass, freeNs);
        }
        Arrows arrows = new Arrows(process, timeline, detailUntilNs, passes);
        for (Resource resource : timeline.resources()) {
            int track = track(resource.name());
            arrows.track(resource, track);
            for (Span span : resource.spans()) {
                span(track, span);
            }
        }
        timeline.device().spans().forEach(this::stream);
        timeline.works().forEach(this::beside);
        Counters.of(process, timeline, events::add);
        for (Turn turn : timeline.turns()) {
            Integer track = sessions.get(turn.session());
            if (track != null) {
                arrows.of(turn, track, ids++, events::add);
            }
        }
        say();
    }

    int process() {
        return process;
    }

    Run run() {
        return timeline.run();
    }

    List<Event> events() {
        return events;
    }

    List<Track> tracks() {
        return tracks;
    }

    List<String> notes() {
        return notes;
    }

    private long detailUntil(int mostWorks) {
        int works = 0;
        for (Work work : timeline.works()) {
            if (!(work.what() instanceof Work.What.Pass) && ++works > mostWorks) {
                return work.beganNs();
            }
        }
        return Long.MAX_VALUE;
    }

    private void say() {
        String who = "process " + process + ": ";
        if (detailUntilNs < Long.MAX_VALUE) {
            events.add(new Event.Instant(at(detailUntilNs), process, null, "note", "from here on passes, turns and counters only"));
            notes.add(who + "works that began more than " + at(detailUntilNs) / 1_000_000 + " ms after the start are left out");
        }
        if (timeline.device().leftOut() > 0) {
            notes.add(who + timeline.device().leftOut() + " spans of the device's streams more were not kept");
        }
        if (timeline.torn() || !timeline.run().complete()) {
            notes.add(who + "the run was cut short");
        }
        notes.add(who + "when a device began with a piece of work is worked out from when that ended and how long it took");
    }

    private int track(String name) {
        tracks.add(new Track(tracks.size() + 1, name));
        return tracks.size();
    }

    private int session(int session) {
        return sessions.computeIfAbsent(session, number -> track("session " + number));
    }

    private long at(long ns) {
        return Math.max(0, ns - timeline.zeroNs());
    }

    private void input(Input input) {
        String name = input.kind().name().toLowerCase(Locale.ROOT);
        events.add(new Event.Instant(at(input.atNs()), process, session(input.session()), "typing", name));
    }

    private void turn(Turn turn) {
        int track = session(turn.session());
        stretch(track, turn, "typing", turn.beganNs(), turn.submitNs());
        Long firstNs = turn.firstNs();
        stretch(track, turn, turn.failed() == null ? "waiting" : "waiting, failed", turn.submitNs(), firstNs == null ? turn.endNs() : firstNs);
        if (firstNs != null) {
            // Shown at once, it still takes something for an arrow to end in.
            stretch(track, turn, "reply", firstNs, Math.max(firstNs + 1, turn.endNs()),
                    new Detail("tokens", turn.tokens()), new Detail("first_pass", String.valueOf(turn.firstPass())));
        }
    }

    private void stretch(int track, Turn turn, String name, long fromNs, long toNs, Detail... details) {
        long begin = Math.max(at(fromNs), sessionUntilNs.getOrDefault(track, 0L));
        long end = at(toNs);
        if (end > begin) {
            sessionUntilNs.put(track, end);
            events.add(new Event.Slice(begin, end - begin, process, track, "turn", name + ", turn " + (turn.index() + 1), details));
        }
    }

    /// One at a time, as the rules of the engine have it; answers when it was over.
    private long pass(Work work, long freeNs) {
        long begin = Math.max(work.beganNs(), freeNs);
        if (work.endedNs() > begin && work.what() instanceof Work.What.Pass pass) {
            events.add(new Event.Slice(
                    at(begin), work.endedNs() - begin, process, passes, "pass", timeline.title(work),
                    new Detail("prompt_rows", pass.promptRows()), new Detail("tokens", pass.tokens()),
                    new Detail("sessions", pass.sessions()), ending(work)));
        }
        return Math.max(freeNs, work.endedNs());
    }

    /// What a stream of the device did, which is slices one after the other.
    private void stream(DeviceSpan span) {
        int track = streams.computeIfAbsent(span.stream(), this::track);
        if (span.beganNs() >= detailUntilNs || span.endedNs() <= timeline.zeroNs()) {
            return;
        }
        long began = at(span.beganNs());
        long lastsNs = at(span.endedNs()) - began;
        if (lastsNs == 0) {
            return;
        }
        Detail[] details = span.bytes() == 0
                ? new Detail[0]
                : new Detail[] {new Detail("work", span.work()), new Detail("bytes", span.bytes())};
        events.add(new Event.Slice(began, lastsNs, process, track, "device", span.what(), details));
    }

    private static Detail ending(Work work) {
        return new Detail("ended", work.ending().name().toLowerCase(Locale.ROOT));
    }

    private void span(int track, Span span) {
        Work work = span.work();
        if (work.beganNs() >= detailUntilNs) {
            return;
        }
        String category = switch (work.what()) {
            case Work.What.Fetch fetch -> "fetch";
            case Work.What.Move move -> "move";
            case Work.What.Compute compute -> "compute";
            case Work.What.Draft draft -> "draft";
            case Work.What.Pass pass -> "pass";
        };
        events.add(new Event.Slice(
                at(span.beginNs()), span.ns(), process, track, category, timeline.title(work),
                new Detail("work", work.id()), new Detail("bytes", span.bytes())));
    }

    /// What goes on beside others of its kind, from command to report.
    private void beside(Work work) {
        if (work.beganNs() >= detailUntilNs) {
            return;
        }
        switch (work.what()) {
            case Work.What.Fetch fetch -> beside(work, "fetch", "fetch from " + tier(fetch.from()));
            case Work.What.Move move -> beside(work, "move", "KV from " + tier(move.from()) + " to " + tier(move.to()));
            case Work.What.Compute compute -> {}
            case Work.What.Draft draft -> {}
            case Work.What.Pass pass -> {}
        }
    }

    private void beside(Work work, String category, String name) {
        long id = ids++;
        Detail bytes = new Detail("bytes", work.bytes());
        events.add(new Event.Begin(
                at(work.beganNs()), process, category, name, id, new Detail("what", timeline.title(work)), bytes));
        events.add(new Event.End(at(work.endedNs()), work.ns() == 0, process, category, name, id, ending(work)));
    }

    private String tier(int tier) {
        return timeline.run().resolved().tiers().get(tier).name();
    }
}
