package nmos.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/// Traces in which anything happens that the rules allow.
public final class RandomTraces {
    private static final String[] KEYS = {"a", "Z", " ", "\n", ".", "\"", "\\", "é", "漢", "😀", "\u0000", "ffi"};

    private RandomTraces() {}

    public static Trace of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean text = random.nextBoolean();
        int sessions = random.nextInt(1, 4);
        int[] length = new int[sessions];
        int[] submitted = new int[sessions];
        boolean[] open = new boolean[sessions];
        List<TraceEvent> events = new ArrayList<>();
        long[] freeNs = new long[sessions];
        long ns = 0;
        for (int i = 0; i < sessions; i++) {
            events.add(new TraceEvent.Open(ns, i, "person " + i));
        }
        for (int i = 0; i < 200; i++) {
            int s = random.nextInt(sessions);
            ns = Math.max(ns + random.nextLong(0, 3_000_000_000L), freeNs[s]);
            if (!open[s]) {
                boolean again = submitted[s] > 0 && random.nextInt(3) == 0;
                OptionalInt tokens = random.nextBoolean() ? OptionalInt.of(random.nextInt(1, 99)) : OptionalInt.empty();
                ContentClass reply = ContentClass.values()[random.nextInt(ContentClass.values().length)];
                events.add(new TraceEvent.Begin(ns, s, reply, random.nextInt(1, 900), tokens, again));
                open[s] = true;
                length[s] = again ? submitted[s] : 0;
                continue;
            }
            int at = random.nextInt(length[s] + 1);
            switch (random.nextInt(12)) {
                case 0 -> {
                    int removed = length[s] - at;
                    if (removed > 0) {
                        Inserted inserted = random.nextBoolean() ? Inserted.NOTHING : inserted(random, text);
                        events.add(new TraceEvent.Edit(ns, s, at, removed, inserted));
                        length[s] += inserted.length() - removed;
                    }
                }
                case 1 -> {
                    Inserted pasted = inserted(random, text);
                    events.add(new TraceEvent.Paste(ns, s, at, pasted));
                    length[s] += pasted.length();
                }
                case 2 -> {
                    long lengthNs = random.nextLong(1, 10_000_000_000L);
                    events.add(new TraceEvent.Pause(ns, s, lengthNs));
                    freeNs[s] = ns + lengthNs;
                }
                case 3 -> {
                    if (length[s] > 0) {
                        events.add(new TraceEvent.Submit(ns, s));
                        submitted[s] = length[s];
                        open[s] = false;
                    }
                }
                default -> {
                    Inserted typed = text
                            ? new Inserted.Text(KEYS[random.nextInt(KEYS.length)])
                            : new Inserted.Typed(KeyClass.values()[random.nextInt(KeyClass.values().length)]);
                    events.add(new TraceEvent.Key(ns, s, at, typed));
                    length[s] += typed.length();
                }
            }
        }
        return new Trace(new TraceHeader(text, "made up from seed " + seed, "tests"), events);
    }

    private static Inserted inserted(SplittableRandom random, boolean text) {
        return text
                ? new Inserted.Text(KEYS[random.nextInt(KEYS.length)].repeat(random.nextInt(1, 30)))
                : new Inserted.Length(random.nextInt(1, 500));
    }
}
