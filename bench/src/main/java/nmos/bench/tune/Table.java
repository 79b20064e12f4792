package nmos.bench.tune;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nmos.harness.grid.Axes;
import nmos.harness.grid.Candidate;
import nmos.harness.grid.Candidate.Played;
import nmos.harness.grid.Evaluation;
import nmos.harness.tune.Plays;
import org.jspecify.annotations.Nullable;

/// What every point of a grid came to, replication by replication, kept in a file so that many searches can be held against it, and so that
/// a table that was cut short is gone on with.
final class Table {
    private static final int CHUNK = 20;

    /// By the settings of a point: its replications, or none where it cannot be.
    private final Map<String, List<Played>> points = new LinkedHashMap<>();

    private final Evaluation evaluation;

    private Table(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /// Reads what the file has and plays the rest.
    static Table of(Contest contest, int replications, Path file) throws IOException {
        Evaluation evaluation = new Evaluation(contest.scenario(), contest.settings(), contest.aim().metrics());
        Table table = new Table(evaluation);
        int metrics = contest.aim().metrics().size();
        if (Files.exists(file)) {
            Files.readAllLines(file).stream().filter(line -> line.endsWith(";")).forEach(line -> table.read(line, metrics, replications));
        }
        Axes axes = contest.axes();
        List<List<String>> left = new ArrayList<>(IntStream.range(-1, axes.points())
                .mapToObj(point -> point < 0 ? List.<String>of() : axes.settings(point))
                .filter(settings -> !table.points.containsKey(key(settings)))
                .toList());
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int from = 0; from < left.size(); from += CHUNK) {
                List<List<String>> chunk = left.subList(from, Math.min(left.size(), from + CHUNK));
                List<List<Played>> played = chunk.parallelStream().map(settings -> play(evaluation, settings, replications)).toList();
                for (int i = 0; i < chunk.size(); i++) {
                    table.points.put(key(chunk.get(i)), played.get(i));
                    out.write(line(key(chunk.get(i)), played.get(i)));
                }
                out.flush();
            }
        }
        return table;
    }

    private static List<Played> play(Evaluation evaluation, List<String> settings, int replications) {
        return switch (evaluation.with(settings)) {
            case Candidate.Impossible _ -> List.of();
            case Candidate.Possible possible -> IntStream.range(0, replications)
                    .mapToObj(replication -> possible.play(replication, () -> true).orElseThrow())
                    .toList();
        };
    }

    static String key(List<String> settings) {
        return String.join(" & ", settings);
    }

    private static String line(String key, List<Played> played) {
        return key + "|" + played.stream()
                .map(one -> one.failedTurns() + "," + Arrays.stream(one.values()).mapToObj(Double::toString).collect(Collectors.joining(",")))
                .collect(Collectors.joining("/")) + ";\n";
    }

    private void read(String line, int metrics, int replications) {
        String[] halves = line.substring(0, line.length() - 1).split("\\|", 2);
        List<Played> played = new ArrayList<>();
        if (!halves[1].isEmpty()) {
            for (String one : halves[1].split("/", -1)) {
                double[] numbers = Arrays.stream(one.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
                played.add(new Played(Arrays.copyOfRange(numbers, 1, 1 + metrics), (int) numbers[0]));
            }
            if (played.size() != replications) {
                throw new IllegalArgumentException("the table has " + played.size() + " replications of a point, not " + replications);
            }
        }
        points.put(halves[0], played);
    }

    Map<String, List<Played>> points() {
        return points;
    }

    /// A search in the table instead of the simulator; it does not know the difference. What the table has no replications of is played.
    Plays plays() {
        return settings -> {
            @Nullable List<Played> played = points.get(key(settings));
            if (played == null) {
                throw new IllegalStateException("not in the table: " + key(settings));
            }
            return played.isEmpty() ? new Plays.Refused("cannot be") : (Plays.Open) (replication, goOn) -> replication < played.size()
                    ? Optional.of(played.get(replication))
                    : ((Candidate.Possible) evaluation.with(settings)).play(replication, goOn);
        };
    }
}
