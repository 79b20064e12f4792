package nmos.live.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// People who type, change their minds and ask again every few milliseconds, faster than any pass.
final class Hurried {
    private static final int CHANGES = 40;

    private record Line(long ns, String text) {}

    private Hurried() {}

    /// A trace of `sessions` people with `turns` turns each; some leave the last one half way.
    static Path trace(Path file, int sessions, int turns, long seed) throws IOException {
        var random = new SplittableRandom(seed);
        var lines = new ArrayList<Line>();
        for (int session = 0; session < sessions; session++) {
            lines.add(new Line(0, "{\"ns\":0,\"session\":" + session + ",\"do\":\"open\",\"person\":\"hurried " + session + "\"}"));
        }
        for (int session = 0; session < sessions; session++) {
            long ns = 0;
            for (int turn = 0; turn < turns; turn++) {
                add(lines, ns, session, "\"begin\",\"reply\":\"chat\",\"replyTokens\":6");
                int length = 0;
                for (int change = 0; change < CHANGES; change++) {
                    ns += random.nextLong(200_000, 5_000_000);
                    int what = random.nextInt(4);
                    if (length == 0 || what < 2) {
                        int at = length == 0 ? 0 : random.nextInt(2) * length;
                        int insert = 1 + random.nextInt(20);
                        add(lines, ns, session, "\"paste\",\"at\":" + at + ",\"insert\":" + insert);
                        length += insert;
                    } else if (what == 2) {
                        int at = random.nextInt(length);
                        int remove = Math.min(length - at, 1 + random.nextInt(8));
                        add(lines, ns, session, "\"edit\",\"at\":" + at + ",\"remove\":" + remove);
                        length -= remove;
                    } else {
                        add(lines, ns, session, "\"key\",\"at\":" + length + ",\"key\":\"" + (random.nextInt(5) == 0 ? "space" : "letter") + "\"");
                        length++;
                    }
                }
                if (length == 0) {
                    add(lines, ns, session, "\"paste\",\"at\":0,\"insert\":5");
                }
                ns += random.nextLong(1_000, 3_000_000);
                if (turn + 1 < turns || random.nextBoolean()) {
                    add(lines, ns, session, "\"submit\"");
                }
                ns += random.nextLong(1_000_000, 30_000_000);
            }
        }
        List<Line> sorted = new ArrayList<>(lines);
        sorted.sort((a, b) -> Long.compare(a.ns, b.ns));
        var all = new ArrayList<String>();
        all.add("{'format':'nmos-trace','version':1,'text':false,'source':'made up','why':'much to take back'}".replace('\'', '"'));
        sorted.forEach(line -> all.add(line.text));
        return Files.write(file, all);
    }

    private static void add(List<Line> lines, long ns, int session, String what) {
        lines.add(new Line(ns, "{\"ns\":" + ns + ",\"session\":" + session + ",\"do\":" + what + "}"));
    }
}
