package nmos.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import nmos.live.draft.DraftModel;
import nmos.live.draft.RankTapeRecorder;
import nmos.live.draft.SharedVocabulary;
import nmos.live.engine.ResidentEngine;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.world.acceptance.RankTape;
import nmos.world.acceptance.RankTapeFile;
import nmos.world.acceptance.TapedTurn;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nmos model tape`: where a draft ranks what an oracle says.
@Command(
        name = "tape",
        mixinStandardHelpOptions = true,
        description = {
            "Record where a draft model ranks each token the oracle says, or of a text that is given.",
            "A simulation plays the tape by acceptance={kind: rank-tape, file: TAPE}. Both models are held in memory, as the operating"
                    + " system maps them. Without --prompt, --text or --trace the oracle speaks from the start of a text."
        },
        footer = {
            "",
            "Examples:",
            "  nmos model tape --oracle 7b.gguf --draft 0.5b.gguf --prompt 'Write a poem' --chat -n 256 -o poem.tape",
            "  nmos model tape --oracle 7b.gguf --draft 0.5b.gguf --trace composing-chat -o chat.tape"
        })
final class TapeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--oracle", required = true, paramLabel = "FILE", description = "The GGUF file of the model whose tokens count.")
    private Path oracle = Path.of("");

    @Option(names = "--draft", required = true, paramLabel = "FILE", description = "That of the model that guesses ahead.")
    private Path draft = Path.of("");

    @Mixin
    private TapedText source = new TapedText();

    @Option(names = "--threads", paramLabel = "T", description = "Threads that compute; default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--widths", split = ",", paramLabel = "N",
            description = "Also tell the tau of a static tree with N children to each node of a depth; default: ${DEFAULT-VALUE}.",
            defaultValue = "4,2,1,1")
    private int[] widths = {};

    @Option(names = {"-o", "--out"}, required = true, paramLabel = "TAPE", description = "The file to write.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace TAPE if it is there.")
    private boolean force;

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    private final List<RankTape.Text> texts = new ArrayList<>();
    private final List<TapedTurn> turns = new ArrayList<>();
    /// Tokens said and tokens ranked.
    private long done;

    TapeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// A text on its way to the tape. `reply`: where what is ranked begins. `most`: tokens the oracle is to add; 0: it is given. `of`:
    /// the turn of a trace.
    record Asked(String what, int[] tokens, int reply, int most, @Nullable TapedTurn of) {}

    @Override
    public Integer call() throws IOException {
        Threads.check(threads);
        if (Arrays.stream(widths).anyMatch(width -> width < 1 || width > TapeText.MOST_CHOICES)
                || Arrays.stream(widths).asDoubleStream().reduce(1, (a, b) -> a * b) > TapeText.MOST_NODES) {
            throw new BadInput("--widths " + Arrays.toString(widths) + ": children from 1 to " + TapeText.MOST_CHOICES
                    + ", and at most " + TapeText.MOST_NODES + " at a depth");
        }
        if (!force && Files.exists(out)) {
            throw new FileAlreadyExistsException(out + ": already there; --force replaces it");
        }
        // Ctrl-C waits for the tape to be written.
        try (var _ = terminal.stop().hold()) {
            List<String> notes = record();
            notes.forEach(terminal.err()::println);
            if (texts.isEmpty()) {
                terminal.err().println(stopped() ? "interrupted before the first token" : "the oracle said nothing");
                return Failures.FAILED;
            }
            RankTape tape = new RankTape(describe(), texts, turns);
            write(tape);
            terminal.out().print(json ? TapeText.json(out, tape, widths) : TapeText.plain(out, tape, widths));
            terminal.out().flush();
            if (stopped()) {
                terminal.err().println("interrupted; what there is is in " + out);
            }
            return stopped() ? Failures.FAILED : Failures.OK;
        }
    }

    private boolean stopped() {
        return terminal.stop().requested();
    }

    private List<String> record() throws IOException {
        SharedVocabulary words = SharedVocabulary.of(oracle);
        List<String> notes = new ArrayList<>();
        if (source.given()) {
            ranked(words, source.texts(words), null, notes);
        } else {
            try (ResidentEngine engine = ResidentEngine.load(oracle, threads)) {
                ranked(words, source.prompts(engine), engine, notes);
            }
        }
        return notes;
    }

    private void ranked(SharedVocabulary words, List<Asked> all, @Nullable ResidentEngine engine, List<String> notes) {
        int longest = all.stream().mapToInt(asked -> asked.tokens().length + asked.most()).max().orElseThrow();
        long work = all.stream().mapToLong(asked -> asked.tokens().length - asked.reply() + 2L * asked.most()).sum();
        try (DraftModel guesser = words.draft(draft, threads, new DraftModel.Room(1, longest, 1));
                Progress progress = terminal.progress("recording", work)) {
            refuseLong(all, engine);
            var recorder = new RankTapeRecorder(guesser);
            for (Asked asked : all) {
                if (stopped()) {
                    break;
                }
                int[] text = engine == null ? asked.tokens() : said(engine, asked, progress);
                if (text.length == asked.reply()) {
                    notes.add(asked.what() + ": the oracle said nothing");
                } else {
                    rank(recorder, asked, text, progress, notes);
                }
            }
        }
    }

    private void refuseLong(List<Asked> all, @Nullable ResidentEngine engine) {
        for (Asked asked : all) {
            int length = asked.tokens().length + asked.most();
            if (engine != null && length > engine.config().contextPositions()) {
                throw new BadInput(asked.what() + " has " + asked.tokens().length + " tokens, and the reply up to " + asked.most() + ": the context of "
                        + oracle + " holds " + engine.config().contextPositions() + "; shorten it or lower -n");
            }
        }
    }

    private int[] said(ResidentEngine engine, Asked asked, Progress progress) {
        int[] reply = engine.generate(
                        asked.tokens(), asked.most(), new Sampler(SamplingOptions.GREEDY, 0), _ -> {}, () -> {
                            progress.at(done++);
                            return stopped();
                        })
                .ids();
        int[] text = Arrays.copyOf(asked.tokens(), asked.tokens().length + reply.length);
        System.arraycopy(reply, 0, text, asked.tokens().length, reply.length);
        return text;
    }

    /// What was ranked of a text that was stopped is kept. What the oracle has said is worth reading to its end, as that is short.
    private void rank(RankTapeRecorder recorder, Asked asked, int[] text, Progress progress, List<String> notes) {
        int known = recorder.readable(text);
        if (known < text.length) {
            notes.add(asked.what() + ": the draft model reads " + known + " of " + text.length + " tokens, and guesses at no others");
        }
        List<RankTape.Position> positions = new ArrayList<>();
        recorder.walk(text, asked.reply(), position -> {
            positions.add(position);
            progress.at(done++);
        }, asked.most() == 0 ? this::stopped : () -> false);
        if (!positions.isEmpty()) {
            texts.add(new RankTape.Text(positions));
            Optional.ofNullable(asked.of()).ifPresent(turns::add);
        }
    }

    private String describe() {
        return ("oracle " + oracle.getFileName() + (source.given() ? " reading " : " greedy on ") + source.describe() + ", draft "
                + draft.getFileName()).replaceAll("\\p{Cntrl}", " ");
    }

    /// A tape appears whole or not at all.
    private void write(RankTape tape) throws IOException {
        Path part = out.resolveSibling(out.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            RankTapeFile.write(tape, part);
            if (!force && Files.exists(out)) {
                throw new FileAlreadyExistsException(out + ": already there; --force replaces it");
            }
            Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
