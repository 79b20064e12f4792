package nmos.traces.synth;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import nmos.traces.TraceEvent;
import nmos.traces.file.TraceReader;
import nmos.traces.imports.ImportOptions;
import nmos.traces.imports.RecordingFormat;
import nmos.traces.imports.TraceImport;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Fits the tables that ship with the program again: `FitTyping DATA OUT` reads the compact recordings in DATA/typing and the
/// prompts in DATA/prompts, and writes the tables to OUT.
public final class FitTyping {
    private static final String KLICKE = """
            How people type essays. Fitted by FitTyping to 199 sessions of KLiCKe (Crossley et al., MIT / CC BY 4.0).
            Quantiles at the ranks of Quantiles.java; adjusted.* tuned so that the windows until +20, +40, +80 characters
            meet those of the whole of KLiCKe (4,992 sessions), which is a little slower than the 199.
            """;
    private static final String COAUTHOR = """
            How people type with a model at hand. Fitted by FitTyping to 728 sessions of CoAuthor v1.0 (Lee, Liang, Yang 2022,
            CC BY-SA 4.0). Quantiles at the ranks of Quantiles.java; adjusted.* tuned so that the windows until +20, +40, +80
            characters meet those of the whole of CoAuthor (1,445 sessions).
            """;
    private static final String HABITS = """
            What people do around a request. Fitted by FitTyping to 728 sessions of CoAuthor v1.0 (Lee, Liang, Yang 2022,
            CC BY-SA 4.0). Quantiles at the ranks of Quantiles.java; next-turn-ms runs from a request to the next key, retry-ms to
            a request with no key in between; both include about 2 s until the text appeared and the time to read it.
            """;

    private static final String PROMPTS = """
            How long prompts are, in characters. Fitted by FitTyping to 1,682 prompts of MT-bench, Vicuna-bench, Spec-Bench,
            HumanEval, MBPP, self-instruct and awesome-chatgpt-prompts (Apache-2.0, MIT, CC BY, CC0). Up to 600 characters are
            taken to be typed, longer ones to be pasted. Quantiles at the ranks of Quantiles.java.
            """;
    private static final int LONGEST_TYPED = 600;

    private FitTyping() {}

    public static void main(String[] args) throws IOException {
        for (Map.Entry<String, Table> each : tables(Path.of(args[0])).entrySet()) {
            Files.writeString(Path.of(args[1]).resolve(each.getKey()), each.getValue().text());
        }
    }

    /// By the file they ship in.
    static Map<String, Table> tables(Path data) throws IOException {
        RhythmFit klicke = new RhythmFit();
        each(data, List.of("klicke.tsv.gz"), event -> klicke.take(event));
        RhythmFit coauthor = new RhythmFit();
        HabitsFit habits = new HabitsFit();
        each(data, List.of("coauthor-argumentative.tsv.gz", "coauthor-creative.tsv.gz"), event -> {
            coauthor.take(event);
            habits.take(event);
        });
        Map<String, Table> tables = new TreeMap<>();
        tables.put("klicke.rhythm", klicke.table(KLICKE, 920, 820));
        tables.put("coauthor.rhythm", coauthor.table(COAUTHOR, 880, 850));
        tables.put("coauthor.habits", habits.table(HABITS));
        tables.put("prompts.lengths", new Table(PROMPTS, promptLengths(data.resolve("prompts/labelled.jsonl"))));
        return tables;
    }

    private static Map<String, long[]> promptLengths(Path prompts) throws IOException {
        Map<String, RhythmFit.Longs> lengths = new TreeMap<>();
        JsonFactory json = new JsonFactory();
        for (String line : Files.readAllLines(prompts)) {
            Map<String, String> fields = new TreeMap<>();
            try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line)) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, parser.getString());
                }
            }
            String text = fields.getOrDefault("text", "");
            int length = text.codePointCount(0, text.length());
            String label = fields.getOrDefault("label", "").toLowerCase(Locale.ROOT);
            lengths.computeIfAbsent(length > LONGEST_TYPED ? "pasted-chars" : "typed-chars." + label, none -> new RhythmFit.Longs())
                    .add(length);
        }
        lengths.remove("typed-chars.docs");
        Map<String, long[]> rows = new TreeMap<>();
        lengths.forEach((name, each) -> rows.put(name, each.quantiles()));
        return rows;
    }

    /// The sessions of all files, numbered on.
    private static void each(Path data, List<String> files, Consumer<TraceEvent> events) throws IOException {
        for (String file : files) {
            ByteArrayOutputStream trace = new ByteArrayOutputStream();
            TraceImport.run(data.resolve("typing").resolve(file), RecordingFormat.COMPACT, ImportOptions.WHOLE, trace);
            try (TraceReader reader = TraceReader.of(file, new ByteArrayInputStream(trace.toByteArray()))) {
                for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
                    events.accept(event);
                }
            }
        }
    }
}
