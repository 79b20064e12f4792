package nmos.world.acceptance;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.scenarios.Scenario;
import org.jspecify.annotations.Nullable;

/// What a scenario says of its drafters, as a world plays it: shares become chances, and tapes are read.
public final class ScenarioAcceptance {
    private static final double MILLION = 1e6;
    private static final double THOUSAND = 1e3;

    private ScenarioAcceptance() {}

    /// The scenario's drafters.
    ///
    /// @throws IOException where a tape cannot be read; the message names file and line
    public static AcceptanceSpec of(Scenario scenario) throws IOException {
        return new AcceptanceSpec(model(scenario.acceptance()), lookup(scenario.lookup()));
    }

    private static AcceptanceSpec.Model model(nmos.scenarios.AcceptanceSpec spec) throws IOException {
        return switch (spec) {
            case nmos.scenarios.AcceptanceSpec.None none -> AcceptanceSpec.PerPosition.chain(0);
            case nmos.scenarios.AcceptanceSpec.PerPosition p ->
                new AcceptanceSpec.PerPosition(
                        chances(p.firstPpm()), chances(p.rankPpm()), p.spreadMilli() / THOUSAND, burst(p.burst()));
            case nmos.scenarios.AcceptanceSpec.PassTape tape ->
                passes(Path.of(tape.file()));
            case nmos.scenarios.AcceptanceSpec.RankTape tape ->
                new AcceptanceSpec.Ranks(ranks(Path.of(tape.file())));
        };
    }

    private static RankTape ranks(Path file) throws IOException {
        refuseUnreadable(file);
        return RankTapeFile.read(file);
    }

    private static void refuseUnreadable(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": no such file; tapes are looked for from the folder nmos was started in");
        }
    }

    private static AcceptanceSpec.@Nullable Burst burst(nmos.scenarios.AcceptanceSpec.Burst burst) {
        return burst.hardPpm() == 0
                ? null
                : new AcceptanceSpec.Burst(burst.hardPpm() / MILLION, burst.factorPpm() / MILLION, burst.tokens());
    }

    private static AcceptanceSpec.@Nullable Lookup lookup(Scenario.Lookup lookup) {
        return lookup.matchPpm() == 0
                ? null
                : new AcceptanceSpec.Lookup(lookup.matchPpm() / MILLION, List.of(lookup.acceptancePpm() / MILLION));
    }

    private static List<Double> chances(List<Integer> ppm) {
        return ppm.stream().map(share -> share / MILLION).toList();
    }

    /// A tape of turns, or plain counts, one a line.
    private static AcceptanceSpec.Model passes(Path file) throws IOException {
        refuseUnreadable(file);
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException garbled) {
            throw new IOException(file + ": is not UTF-8 text", garbled);
        }
        return !lines.isEmpty() && lines.getFirst().startsWith(TurnTapeFile.MAGIC)
                ? new AcceptanceSpec.Turns(TurnTapeFile.read(file, lines))
                : new AcceptanceSpec.PassTape(accepted(file, lines), true);
    }

    private static List<Integer> accepted(Path file, List<String> lines) throws IOException {
        List<Integer> accepted = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            String text = lines.get(line).strip();
            if (!text.matches("\\d{1,6}")) {
                throw new IOException(file + ":" + (line + 1) + ": '" + text + "' is not a count of accepted tokens");
            }
            accepted.add(Integer.parseInt(text));
        }
        if (accepted.isEmpty()) {
            throw new IOException(file + ": no pass is recorded, a line for each is needed");
        }
        return accepted;
    }
}
