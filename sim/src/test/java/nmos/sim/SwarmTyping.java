package nmos.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import nmos.scenarios.Excerpt;
import nmos.scenarios.Typed;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;

/// People who type at random, at the scale of the swarm's machines: they edit, paste, pause, retry and leave.
final class SwarmTyping {
    private final SplittableRandom random;
    private final int mostTokens;

    private SwarmTyping(SplittableRandom random, int mostTokens) {
        this.random = random;
        this.mostTokens = mostTokens;
    }

    static Typed of(SplittableRandom random, int sessions, int mostTokens) {
        SwarmTyping typing = new SwarmTyping(random, mostTokens);
        List<List<TypedTurn>> people = new ArrayList<>();
        for (int session = 0; session < sessions; session++) {
            people.add(typing.turns(session));
        }
        return new Typed("swarm", people, true, random.nextBoolean(), false, Excerpt.ALL);
    }

    private List<TypedTurn> turns(int session) {
        List<TypedTurn> turns = new ArrayList<>();
        long ns = random.nextLong(50_000);
        int before = 0;
        int count = 1 + random.nextInt(4);
        for (int number = 0; number < count; number++) {
            TypedTurn turn = turn(session, number, ns, before);
            turns.add(turn);
            if (!turn.submitted()) {
                // Who leaves does not come back.
                break;
            }
            before = turn.promptLength();
            long last = turn.changes().isEmpty() ? ns : turn.changes().getLast().ns();
            ns = Math.max(last, turn.submitNs()) + random.nextLong(200_000);
        }
        return turns;
    }

    private TypedTurn turn(int session, int number, long beganNs, int before) {
        boolean again = before > 0 && random.nextInt(3) == 0;
        int length = again ? before : 0;
        long ns = beganNs;
        List<TraceEvent> changes = new ArrayList<>();
        int steps = again ? random.nextInt(3) : 1 + random.nextInt(15);
        for (int step = 0; step < steps; step++) {
            ns += random.nextInt(4) == 0 ? random.nextLong(100_000) : random.nextLong(2_000);
            switch (random.nextInt(6)) {
                case 0 -> {
                    int inserted = random.nextInt(2 * mostTokens);
                    if (length + inserted <= 4 * mostTokens && inserted > 0) {
                        changes.add(new TraceEvent.Paste(ns, session, random.nextInt(length + 1), new Inserted.Length(inserted)));
                        length += inserted;
                    }
                }
                case 1 -> {
                    if (length > 0) {
                        int at = random.nextInt(length);
                        int removed = 1 + random.nextInt(length - at);
                        changes.add(new TraceEvent.Edit(ns, session, at, removed, Inserted.NOTHING));
                        length -= removed;
                    }
                }
                default -> {
                    KeyClass key = random.nextInt(4) == 0 ? KeyClass.SPACE : KeyClass.LETTER;
                    changes.add(new TraceEvent.Key(ns, session, length, new Inserted.Typed(key)));
                    length++;
                }
            }
        }
        boolean submits = length > 0 && random.nextInt(5) > 0;
        TraceEvent.Begin begin = new TraceEvent.Begin(
                beganNs, session, ContentClass.CHAT, 1 + random.nextInt(mostTokens), OptionalInt.empty(), again);
        return new TypedTurn(begin, number, changes, submits ? ns + random.nextLong(20_000) : TypedTurn.NEVER, length);
    }
}
