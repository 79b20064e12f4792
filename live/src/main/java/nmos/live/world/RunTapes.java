package nmos.live.world;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import nmos.journal.RunDirectory;
import nmos.live.draft.DraftModel;
import nmos.live.draft.RankTapeRecorder;
import nmos.live.draft.SharedVocabulary;
import nmos.live.gguf.GgufException;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Scenario;
import nmos.world.acceptance.RankTape;
import nmos.world.acceptance.RankTapeFile;
import nmos.world.acceptance.TapedTurn;
import nmos.world.acceptance.TurnTape;
import nmos.world.acceptance.TurnTapeFile;

/// What a run shows of acceptance and attention, in the files that a simulation of it can be given: `acceptance.tape`, where
/// anything was guessed, as `acceptance: {kind: pass-tape}`; `ranks.tape`, where a draft model guessed along the oracle's own greedy
/// text, as `acceptance: {kind: rank-tape}`; `attention.yaml`, where pages were folded, in the place of `attention`.
public final class RunTapes {
    private final Scenario scenario;
    private final LiveOptions options;
    private final LiveOutcome outcome;

    public RunTapes(Scenario scenario, LiveOptions options, LiveOutcome outcome) {
        this.scenario = scenario;
        this.options = options;
        this.outcome = outcome;
    }

    /// Writes what there is to tell into the folder of the run, and returns a line for each thing that could not be told. Takes the time
    /// the draft model needs to read every reply once: `read` hears how many have been, and `stop` leaves the rest out. The
    /// world's memory should be free by then.
    public List<String> write(Path folder, IntConsumer read, BooleanSupplier stop) throws IOException {
        List<String> untold = new ArrayList<>();
        List<LiveOutcome.Reply> replies = outcome.replies().stream()
                .sorted(Comparator.comparingInt(LiveOutcome.Reply::session).thenComparingInt(LiveOutcome.Reply::turn))
                .toList();
        if (!replies.isEmpty() && scenario.speculation().kind() != Speculations.OFF) {
            TurnTapeFile.write(accepted(replies), folder.resolve(RunDirectory.ACCEPTANCE_TAPE));
        }
        Path draft = options.draft();
        if (!replies.isEmpty() && draft != null && options.sampling().temperature() == 0) {
            try {
                Optional<RankTape> ranks = ranks(replies, draft, read, stop, untold);
                if (ranks.isPresent()) {
                    RankTapeFile.write(ranks.get(), folder.resolve(RunDirectory.RANK_TAPE));
                }
            } catch (GgufException gone) {
                untold.add(RunDirectory.RANK_TAPE + " is not written: " + gone.getMessage());
            }
        }
        if (outcome.attention().isPresent()) {
            outcome.attention().get().write(folder.resolve(RunDirectory.ATTENTION));
        }
        return untold;
    }

    private TurnTape accepted(List<LiveOutcome.Reply> replies) {
        return new TurnTape(source("accepted guesses"), replies.stream()
                .map(reply -> new TurnTape.Reply(
                        new TapedTurn(reply.session(), reply.turn()),
                        Arrays.stream(reply.tau()).skip(1).mapToObj(tau -> tau - 1).toList()))
                .toList());
    }

    /// Nothing: it was stopped before the first reply was read.
    private Optional<RankTape> ranks(
            List<LiveOutcome.Reply> replies, Path file, IntConsumer read, BooleanSupplier stop, List<String> untold) {
        int longest = replies.stream().mapToInt(reply -> reply.prompt().length + reply.tokens().length).max().orElseThrow();
        List<RankTape.Text> texts = new ArrayList<>();
        List<TapedTurn> turns = new ArrayList<>();
        try (DraftModel draft = SharedVocabulary.of(options.oracle())
                .draft(file, options.threads(), new DraftModel.Room(1, longest, 1))) {
            var recorder = new RankTapeRecorder(draft);
            for (LiveOutcome.Reply reply : replies) {
                int[] text = IntStream.concat(Arrays.stream(reply.prompt()), Arrays.stream(reply.tokens())).toArray();
                int known = recorder.readable(text);
                if (known < text.length) {
                    untold.add(RunDirectory.RANK_TAPE + ": of the reply to session " + reply.session() + " turn " + reply.turn()
                            + " the draft model reads " + Math.max(0, known - reply.prompt().length) + " of "
                            + reply.tokens().length + " tokens, and guesses at no others");
                }
                Optional<RankTape.Text> told = recorder.text(text, reply.prompt().length, stop);
                if (told.isEmpty()) {
                    untold.add(RunDirectory.RANK_TAPE + ": stopped after " + texts.size() + " of " + replies.size() + " replies");
                    break;
                }
                texts.add(told.get());
                turns.add(new TapedTurn(reply.session(), reply.turn()));
                read.accept(texts.size());
            }
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(new RankTape(source("the draft's ranks"), texts, turns));
    }

    private String source(String what) {
        Path draft = options.draft();
        String said = what + " in a run of " + scenario.name() + ": oracle " + options.oracle().getFileName()
                + (draft == null ? "" : ", draft " + draft.getFileName())
                + (options.sampling().temperature() == 0 ? ", greedy" : ", temperature " + options.sampling().temperature());
        return said.replaceAll("\\p{Cntrl}", " ");
    }
}
