package nmos.reports.timeline;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nmos.journal.Command;
import nmos.journal.DeviceSpans;
import nmos.journal.JournalEntry;
import nmos.journal.JournalReader;
import nmos.journal.RunReport;
import nmos.policy.Signal;
import nmos.reports.run.Run;
import nmos.reports.timeline.Work.Ending;
import nmos.reports.timeline.Work.What;
import org.jspecify.annotations.Nullable;

/// Goes through a journal once. A journal that the run's report does not fit, such as one of another model, is refused at the first
/// number that cannot be.
final class TimelineReader {
    /// Of a piece of work, from its command to its spans; of an input; of a session's rows in a pass.
    private static final int WORK_BYTES = 400;
    private static final int INPUT_BYTES = 48;
    private static final int ROWS_BYTES = 64;

    private record Begun(int number, What what, long beganNs, long bytes) {}

    /// The pass to which rows are being added.
    private record Rows(List<Integer> sessions, int[] rows, int[] promptRows) {}

    private final Run run;
    private final Room room;
    private final List<RunReport.ShardPlace> shards;
    private final boolean paged;
    private final List<TierBook> tiers;
    private final PageBook pages;
    private final TokenBook tokens;
    private final TurnBook turns;
    private final StepCounter fetches;
    private final List<Input> inputs = new ArrayList<>();
    private final List<@Nullable Work> works = new ArrayList<>();
    private final Map<Long, Begun> open = new LinkedHashMap<>();
    private final boolean[] placed;
    private Rows gathering = new Rows(new ArrayList<>(), new int[1], new int[1]);
    private int saidInPass;
    private long zeroNs = -1;
    private long nowNs;

    private TimelineReader(Run run, Room room) {
        this.run = run;
        this.room = room;
        tokens = new TokenBook(room);
        turns = new TurnBook(room);
        fetches = new StepCounter(room);
        shards = run.resolved().shards();
        tiers = TierBook.of(run.resolved().tiers(), room);
        pages = new PageBook(shards, tiers, room);
        placed = new boolean[shards.size()];
        paged = run.resolved().tiers().stream().anyMatch(tier -> tier.spillBytes() != null);
    }

    static Timeline read(Run run, Room room) throws IOException {
        if (run.resolved().tiers().isEmpty() || run.resolved().hops().size() != run.resolved().tiers().size() - 1) {
            throw new IOException(run.folder() + ": its report does not say which tiers and hops there were; run it again");
        }
        try (JournalReader journal = run.openJournal()) {
            TimelineReader reader = new TimelineReader(run, room);
            for (JournalEntry entry = journal.next(); entry != null; entry = journal.next()) {
                reader.entry(entry);
            }
            return reader.timeline(journal.torn(), DeviceSpans.read(run.folder()));
        } catch (NoSuchFileException missing) {
            throw new IOException(run.folder() + ": it has no journal, so there is no telling what happened when", missing);
        } catch (Room.Full full) {
            throw new UntoldException(run.folder(), String.valueOf(full.getMessage()), full);
        } catch (Misfit misfit) {
            throw new IOException(run.folder() + ": its journal is not that of its report: " + misfit.getMessage(), misfit);
        }
    }

    private void entry(JournalEntry entry) {
        nowNs = entry.timeNs();
        signal(entry.signal());
        for (Command command : entry.commands()) {
            command(command);
        }
    }

    private void signal(Signal signal) {
        switch (signal) {
            case Signal.Keystroke s -> input(Input.Kind.KEY, s.session(), s.revision());
            case Signal.Edited s -> input(Input.Kind.EDIT, s.session(), s.revision());
            case Signal.Paused s -> input(Input.Kind.PAUSE, s.session(), s.revision());
            case Signal.Submitted s -> {
                input(Input.Kind.SUBMIT, s.session(), s.revision());
                turns.submitted(nowNs, s.session());
            }
            case Signal.Landed s -> ended(s.work(), Ending.DONE, s.busyNs());
            case Signal.Computed s -> ended(s.work(), Ending.DONE, s.busyNs());
            case Signal.Drafted s -> {
                Begun draft = open.get(s.work());
                if (draft != null) {
                    What answered = new What.Draft(s.session(), s.tree().nodes());
                    open.put(s.work(), new Begun(draft.number(), answered, draft.beganNs(), 0));
                }
                ended(s.work(), Ending.DONE, s.busyNs());
            }
            case Signal.Failed s -> ended(s.work(), Ending.FAILED, s.busyNs());
            case Signal.Dropped s -> ended(s.work(), Ending.DROPPED, s.busyNs());
            case Signal.Verified s -> {
                boolean anew = tokens.verified(s.session(), s.accepted());
                saidInPass += s.accepted() + 1;
                turns.verified(s.session(), s.pass(), anew, s.finished());
                unpaged();
            }
            case Signal.Passed s -> ended(s.pass(), Ending.DONE, s.busyNs());
            case Signal.Pressed s -> tier(s.tier()).budget.set(nowNs, s.budgetBytes());
            case Signal.Tokenised s -> {}
            case Signal.Ranked s -> {}
            case Signal.Attended s -> {}
            case Signal.Woke s -> {}
        }
    }

    private void command(Command command) {
        switch (command) {
            case Command.Fetch c -> {
                tier(c.from() + 1).weights.add(nowNs, shard(c.shard()).bytes());
                fetches.add(nowNs, 1);
                begin(c.fetch(), new What.Fetch(c.shard(), c.from()), shard(c.shard()).bytes());
            }
            case Command.Evict c -> tier(c.tier()).weights.add(nowNs, -shard(c.shard()).bytes());
            case Command.PassRows c -> {
                rows(c.session(), c.to() - c.from(), c.to() - c.from());
                tokens.prompt(c.session(), c.to(), c.logits());
            }
            case Command.PassTree c -> {
                rows(c.session(), c.nodes() + 1, 0);
                tokens.tree(c.session());
            }
            case Command.BeginPass c -> {
                What pass = new What.Pass(gathering.sessions(), gathering.rows()[0], gathering.promptRows()[0], 0);
                begin(c.pass(), pass, 0);
                gathering = new Rows(new ArrayList<>(), new int[1], new int[1]);
                saidInPass = 0;
            }
            case Command.Compute c -> compute(c);
            case Command.Draft c -> begin(c.draft(), new What.Draft(c.session(), 0), 0);
            case Command.Complete c -> begin(c.draft(), new What.Draft(c.session(), 0), 0);
            case Command.OpenPage c -> {
                tier(c.tier());
                pages.open(c.page(), c.branch(), c.to() - c.from(), c.tier());
            }
            case Command.MovePage c -> {
                tier(c.from());
                tier(c.to());
                run(c.first(), c.last());
                long bytes = pages.move(nowNs, c.page(), c.first(), c.last(), c.from(), c.to());
                begin(c.move(), new What.Move(c.page(), c.first(), c.last(), c.from(), c.to()), bytes);
            }
            case Command.Release c -> pages.release(nowNs, c.page());
            case Command.Truncate c -> {
                tokens.truncated(c.branch(), c.position());
                unpaged();
            }
            case Command.Emit c -> turns.shown(nowNs, c.session(), c.tokens());
            case Command.FailTurn c -> turns.failed(nowNs, c.session(), c.cause());
            case Command.AskScout c -> {}
            case Command.Cancel c -> {}
            case Command.AbandonPass c -> {}
            case Command.SharePage c -> {}
            case Command.Fold c -> {}
            case Command.Retract c -> {}
        }
    }

    private void input(Input.Kind kind, int session, int revision) {
        room.take(INPUT_BYTES);
        inputs.add(new Input(nowNs, kind, session, revision));
        turns.typed(nowNs, session);
        if (zeroNs < 0) {
            zeroNs = nowNs;
        }
    }

    private void rows(int session, int rows, int promptRows) {
        room.take(ROWS_BYTES);
        gathering.sessions().add(session);
        gathering.rows()[0] += rows;
        gathering.promptRows()[0] += promptRows;
    }

    private void compute(Command.Compute c) {
        TierBook tier = tier(c.tier());
        run(c.first(), c.last());
        for (int shard = c.first(); shard <= c.last(); shard++) {
            if (!placed[shard]) {
                placed[shard] = true;
                tier.kvBytesPerToken += shards.get(shard).kvBytesPerToken();
            }
        }
        if (paged) {
            pages.compute(nowNs, c.first(), c.last(), c.tier(), tokens::inPass);
        } else {
            unpaged();
        }
        begin(c.compute(), new What.Compute(c.pass(), c.first(), c.last(), c.tier()), 0);
    }

    private void unpaged() {
        if (!paged) {
            tiers.forEach(tier -> tier.kv.set(nowNs, tier.kvBytesPerToken * tokens.held()));
        }
    }

    private void begin(long id, What what, long bytes) {
        if (zeroNs < 0) {
            zeroNs = nowNs;
        }
        room.take(WORK_BYTES);
        open.put(id, new Begun(works.size(), what, nowNs, bytes));
        works.add(null);
    }

    private void ended(long id, Ending ending, long busyNs) {
        Begun begun = open.remove(id);
        if (begun == null) {
            throw new Misfit("work in flight with the number", id);
        }
        What what = begun.what();
        switch (what) {
            case What.Fetch fetch -> {
                fetches.add(nowNs, -1);
                if (ending != Ending.DONE) {
                    tier(fetch.from() + 1).weights.add(nowNs, -shard(fetch.shard()).bytes());
                }
            }
            case What.Move move ->
                pages.moved(nowNs, move.page(), move.first(), move.last(), move.from(), move.to(), ending == Ending.DONE);
            case What.Pass pass -> {
                tokens.passEnded(ending == Ending.DONE);
                unpaged();
                what = new What.Pass(pass.sessions(), pass.rows(), pass.promptRows(), saidInPass);
            }
            case What.Compute compute -> {}
            case What.Draft draft -> {}
        }
        works.set(begun.number(), new Work(id, what, begun.beganNs(), nowNs, ending, busyNs, begun.bytes()));
    }

    private TierBook tier(int tier) {
        if (tier < 0 || tier >= tiers.size()) {
            throw new Misfit("tier", tier);
        }
        return tiers.get(tier);
    }

    private RunReport.ShardPlace shard(int shard) {
        if (shard < 0 || shard >= shards.size()) {
            throw new Misfit("shard", shard);
        }
        return shards.get(shard);
    }

    private void run(int first, int last) {
        shard(first);
        shard(last);
    }

    private Timeline timeline(boolean torn, DeviceSpans device) {
        open.forEach((id, begun) ->
                works.set(begun.number(), new Work(id, begun.what(), begun.beganNs(), nowNs, Ending.UNKNOWN, 0, begun.bytes())));
        List<Work> all = new ArrayList<>();
        for (Work work : works) {
            if (work != null) {
                all.add(work);
            }
        }
        List<Resource> resources = new Lanes(run.resolved().tiers()).lay(all);
        return new Timeline(
                run,
                Math.max(0, zeroNs),
                nowNs,
                torn,
                resources,
                all,
                inputs,
                turns.turns(run, nowNs, new Occupied(resources)),
                tiers.stream().map(TierBook::use).toList(),
                fetches.steps(),
                device);
    }
}
