package nmos.world.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A rank tape on disk: tab-separated text, so that it can be looked at, cut and joined.
///
/// ```
/// nmos-rank-tape  1
/// source  Qwen2.5-72B Q3_K_M on the first 40 prompts of HumanEval, draft 1.5B Q4_K_M, ...
/// text    rank    ppm
/// 0       0       912345 40211 7120
/// 0       -       310022 205113 90871
/// 1       2       ...
/// ```
///
/// One line a token: number of its text (from 0, rising by one), the rank the draft gave it (from 0; `-`: none of those
/// listed), the draft's confidences in its best choices, in parts per million.
///
/// Between the source and the columns a tape of a run says which turn each text is the reply of, session and turn from 0: `turns`,
/// a tab, then `0:0 0:1 1:0` and so on, one for each text.
public final class RankTapeFile {
    private static final String MAGIC = "nmos-rank-tape";
    private static final String VERSION = "1";
    private static final String COLUMNS = "text\trank\tppm";
    private static final String TURNS = "turns\t";
    private static final String NO_RANK = "-";
    private static final Pattern TAB = Pattern.compile("\t");
    private static final Pattern SPACE = Pattern.compile(" ");

    private final Path file;
    private final BufferedReader in;
    private long line;

    private RankTapeFile(Path file, BufferedReader in) {
        this.file = file;
        this.in = in;
    }

    /// Reads a tape; a file that is not one is refused with a [RankTapeFormatException] that names the line.
    public static RankTape read(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return new RankTapeFile(file, in).tape();
        }
    }

    /// Writes a new file; one that exists is not touched.
    public static void write(RankTape tape, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            out.write(MAGIC + "\t" + VERSION + "\nsource\t" + tape.source() + "\n");
            if (!tape.turns().isEmpty()) {
                out.write(TURNS + tape.turns().stream()
                        .map(turn -> turn.session() + ":" + turn.turn())
                        .collect(Collectors.joining(" ")) + "\n");
            }
            out.write(COLUMNS + "\n");
            for (int text = 0; text < tape.texts().size(); text++) {
                for (RankTape.Position position : tape.texts().get(text).positions()) {
                    out.write(text + "\t" + (position.rank() == RankTape.UNRANKED ? NO_RANK : position.rank()) + "\t");
                    String separator = "";
                    for (int ppm : position.ppm()) {
                        out.write(separator + ppm);
                        separator = " ";
                    }
                    out.write("\n");
                }
            }
        }
    }

    private RankTape tape() throws IOException {
        String[] magic = fields(required(MAGIC + " " + VERSION), 2, "'" + MAGIC + "', then its version");
        if (!magic[0].equals(MAGIC)) {
            throw wrong("not a rank tape: the first line must be '" + MAGIC + "', a tab and '" + VERSION + "'");
        }
        if (!magic[1].equals(VERSION)) {
            throw wrong("version '" + magic[1] + "' of the format is unknown, this reads '" + VERSION + "'");
        }
        String[] source = fields(required("the source"), 2, "'source', then one line that says where the tape is from");
        if (!source[0].equals("source") || source[1].isBlank()) {
            throw wrong("expected 'source', a tab and one line that says where the tape is from");
        }
        String columns = required("the columns");
        long turnsLine = line;
        List<TapedTurn> turns = List.of();
        if (columns.startsWith(TURNS)) {
            turns = turns(columns.substring(TURNS.length()));
            columns = required("the columns");
        }
        if (!columns.equals(COLUMNS)) {
            throw wrong("expected the columns 'text', 'rank' and 'ppm', separated by tabs");
        }
        List<RankTape.Text> texts = texts();
        try {
            return new RankTape(source[1], texts, turns);
        } catch (IllegalArgumentException e) {
            throw new RankTapeFormatException(file, turnsLine, String.valueOf(e.getMessage()));
        }
    }

    private List<TapedTurn> turns(String row) throws RankTapeFormatException {
        List<TapedTurn> turns = new ArrayList<>();
        for (String turn : SPACE.split(row, -1)) {
            String[] numbers = turn.split(":", -1);
            if (numbers.length != 2) {
                throw wrong("turn '" + turn + "' is no session and turn, such as 0:1");
            }
            turns.add(new TapedTurn(number(numbers[0], "session"), number(numbers[1], "turn")));
        }
        return turns;
    }

    private List<RankTape.Text> texts() throws IOException {
        List<RankTape.Text> texts = new ArrayList<>();
        List<RankTape.Position> positions = new ArrayList<>();
        for (String row = next(); row != null; row = next()) {
            String[] fields = fields(row, 3, "text, rank and ppm");
            int text = number(fields[0], "text");
            if (text == texts.size() + 1 && !positions.isEmpty()) {
                texts.add(new RankTape.Text(positions));
                positions.clear();
            }
            if (text != texts.size()) {
                throw wrong("text " + text + ": texts are numbered from 0, without gaps, each in one piece");
            }
            positions.add(position(fields[1], fields[2]));
        }
        if (positions.isEmpty()) {
            throw wrong("the tape ends before its first token");
        }
        texts.add(new RankTape.Text(positions));
        return texts;
    }

    private RankTape.Position position(String rank, String confidences) throws RankTapeFormatException {
        List<Integer> ppm = new ArrayList<>();
        for (String confidence : SPACE.split(confidences, -1)) {
            ppm.add(number(confidence, "ppm"));
        }
        int place = rank.equals(NO_RANK) ? RankTape.UNRANKED : number(rank, "rank");
        try {
            return new RankTape.Position(place, ppm);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private int number(String field, String name) throws RankTapeFormatException {
        // Digits only: parseInt also takes signs and other scripts' digits.
        if (field.isEmpty() || field.length() > 9 || field.chars().anyMatch(c -> c < '0' || c > '9')) {
            throw wrong(name + " '" + field + "' is not a number");
        }
        return Integer.parseInt(field);
    }

    private String[] fields(String row, int count, String expected) throws RankTapeFormatException {
        String[] fields = TAB.split(row, -1);
        if (fields.length != count) {
            throw wrong(fields.length + " fields separated by tabs, expected " + count + ": " + expected);
        }
        return fields;
    }

    private String required(String what) throws IOException {
        String row = next();
        if (row == null) {
            throw wrong("the file ends before " + what);
        }
        return row;
    }

    private @Nullable String next() throws IOException {
        line++;
        try {
            return in.readLine();
        } catch (CharacterCodingException e) {
            throw wrong("not UTF-8 text");
        }
    }

    private RankTapeFormatException wrong(String what) {
        return new RankTapeFormatException(file, line, what);
    }
}
