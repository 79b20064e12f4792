package nmos.live.typing;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import nmos.traces.TraceHeader;

/// Traces of one person who mostly types on, now and then edits in the middle, pastes, and asks again.
final class RandomTurns {
    private RandomTurns() {}

    static Trace of(long seed, boolean text) {
        var random = new SplittableRandom(seed);
        List<TraceEvent> events = new ArrayList<>();
        events.add(new TraceEvent.Open(0, 0, "person"));
        long ns = 0;
        int submitted = 0;
        for (int turn = 0; turn < 5; turn++) {
            boolean again = submitted > 0 && random.nextInt(3) == 0;
            ContentClass reply = ContentClass.values()[random.nextInt(ContentClass.values().length)];
            OptionalInt recorded = random.nextBoolean() ? OptionalInt.of(random.nextInt(1, 99)) : OptionalInt.empty();
            events.add(new TraceEvent.Begin(ns, 0, reply, random.nextInt(1, 60), recorded, again));
            int length = again ? submitted : 0;
            for (int changes = random.nextInt(again ? 0 : 1, 60); changes > 0; changes--) {
                ns += random.nextLong(1_000_000_000L);
                int at = random.nextInt(5) == 0 ? random.nextInt(length + 1) : length;
                switch (random.nextInt(14)) {
                    case 0 -> events.add(new TraceEvent.Pause(ns, 0, 1));
                    case 1 -> {
                        Inserted pasted = text ? told(random, 20) : new Inserted.Length(random.nextInt(1, 200));
                        events.add(new TraceEvent.Paste(ns, 0, at, pasted));
                        length += pasted.length();
                    }
                    case 2, 3 -> {
                        int from = Math.max(0, at - random.nextInt(1, 4));
                        if (at > from) {
                            Inserted put = text ? told(random, 3) : new Inserted.Length(random.nextInt(60));
                            put = random.nextBoolean() ? Inserted.NOTHING : put;
                            events.add(new TraceEvent.Edit(ns, 0, from, at - from, put));
                            length += put.length() - (at - from);
                        }
                    }
                    default -> {
                        KeyClass key = random.nextInt(6) > 0 ? KeyClass.LETTER : KeyClass.values()[random.nextInt(4)];
                        Inserted typed = text ? told(random, 1) : new Inserted.Typed(key);
                        events.add(new TraceEvent.Key(ns, 0, at, typed));
                        length += typed.length();
                    }
                }
                ns++;
            }
            if (length == 0) {
                events.add(new TraceEvent.Paste(ns, 0, 0, text ? told(random, 2) : new Inserted.Length(2)));
                length = events.getLast() instanceof TraceEvent.Paste paste ? paste.inserted().length() : 0;
            }
            events.add(new TraceEvent.Submit(ns, 0));
            submitted = length;
        }
        return new Trace(new TraceHeader(text, "made up from seed " + seed, "tests"), events);
    }

    private static Inserted told(SplittableRandom random, int parts) {
        String text = "";
        while (text.isEmpty() || text.codePointCount(0, text.length()) > 16 * parts) {
            text = Snippets.of(random, parts);
        }
        return new Inserted.Text(text);
    }
}
