package nmos.live.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import nmos.traces.TraceHeader;
import nmos.traces.file.TraceWriter;

/// People who type text, written down by hand: a trace, and what their prompts are as they submit them.
final class Typing {
    private static final long KEY_NS = 1_500_000;
    private static final String[] WORDS = {
        "Once upon", " a time", " there was", " a cat", " Lily", " and Tom", " saw a big", " dog.", "\n", " The sun", " \"Hi!\"", "é", " 😀"
    };

    private final List<Person> people = new ArrayList<>();

    Person person() {
        Person person = new Person(people.size());
        people.add(person);
        return person;
    }

    /// The prompts that were submitted, by session and turn.
    record Submitted(String text, boolean again, int replyTokens) {}

    List<Submitted> submitted(int session) {
        return people.get(session).submitted;
    }

    int sessions() {
        return people.size();
    }

    Path write(Path folder) {
        List<TraceEvent> events = new ArrayList<>();
        people.forEach(person -> events.add(new TraceEvent.Open(0, person.session, "person")));
        people.forEach(person -> events.addAll(person.events));
        events.sort(Comparator.comparingLong(TraceEvent::ns));
        Path file = folder.resolve("typing.jsonl");
        try (var out = Files.newOutputStream(file)) {
            TraceWriter.write(new Trace(new TraceHeader(true, "a test", "to be read back"), events), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    static final class Person {
        private final int session;
        private final List<TraceEvent> events = new ArrayList<>();
        private final List<Submitted> submitted = new ArrayList<>();
        private final List<Integer> text = new ArrayList<>();
        private int replyTokens;
        private boolean retry;
        private long keyNs = KEY_NS;
        private long ns;

        private Person(int session) {
            this.session = session;
        }

        private String text() {
            return new String(text.stream().mapToInt(Integer::intValue).toArray(), 0, text.size());
        }

        /// A key, or whatever else, each time that so much has passed.
        Person every(long eachNs) {
            keyNs = eachNs;
            return this;
        }

        Person begins(int reply) {
            text.clear();
            begin(reply, false);
            return this;
        }

        /// Starts out with the prompt submitted last.
        Person retries(int reply) {
            begin(reply, true);
            return this;
        }

        private void begin(int reply, boolean again) {
            replyTokens = reply;
            retry = again;
            events.add(new TraceEvent.Begin(ns += keyNs, session, ContentClass.CHAT, reply, OptionalInt.empty(), again));
        }

        Person types(String more) {
            more.codePoints().forEach(c -> keyed(text.size(), c));
            return this;
        }

        Person typesAt(int at, String more) {
            int[] points = more.codePoints().toArray();
            for (int i = 0; i < points.length; i++) {
                keyed(at + i, points[i]);
            }
            return this;
        }

        private void keyed(int at, int c) {
            events.add(new TraceEvent.Key(ns += keyNs, session, at, new Inserted.Text(Character.toString(c))));
            text.add(at, c);
        }

        Person pastes(int at, String more) {
            events.add(new TraceEvent.Paste(ns += keyNs, session, at, new Inserted.Text(more)));
            insert(at, more);
            return this;
        }

        private void insert(int at, String more) {
            int[] points = more.codePoints().toArray();
            for (int i = 0; i < points.length; i++) {
                text.add(at + i, points[i]);
            }
        }

        Person replaces(int at, int removed, String by) {
            Inserted put = by.isEmpty() ? Inserted.NOTHING : new Inserted.Text(by);
            events.add(new TraceEvent.Edit(ns += keyNs, session, at, removed, put));
            text.subList(at, at + removed).clear();
            insert(at, by);
            return this;
        }

        Person waits(long ms) {
            ns += ms * 1_000_000;
            return this;
        }

        Person submits() {
            events.add(new TraceEvent.Submit(ns += keyNs, session));
            submitted.add(new Submitted(text(), retry, replyTokens));
            return this;
        }
    }

    /// Half a dozen things each person does at random to each prompt; the last prompt may be left.
    static Typing of(long seed, int sessions, int turns) {
        var random = new SplittableRandom(seed);
        Typing typing = new Typing();
        for (int session = 0; session < sessions; session++) {
            Person person = typing.person().waits(random.nextInt(10));
            for (int turn = 0; turn < turns; turn++) {
                int reply = 1 + random.nextInt(16);
                boolean again = turn > 0 && random.nextInt(3) == 0;
                Person at = again ? person.retries(reply) : person.begins(reply);
                for (int change = random.nextInt(again ? 0 : 1, 8); change > 0; change--) {
                    change(at, random);
                }
                if (person.text.isEmpty()) {
                    person.types("a");
                }
                if (turn < turns - 1 || random.nextInt(4) > 0) {
                    person.submits();
                }
            }
        }
        return typing;
    }

    private static void change(Person person, SplittableRandom random) {
        int length = person.text.size();
        String words = WORDS[random.nextInt(WORDS.length)];
        switch (random.nextInt(7)) {
            case 0 -> person.pastes(random.nextInt(length + 1), words);
            case 1 -> person.waits(random.nextInt(30));
            case 2, 3 -> {
                if (length > 0) {
                    int at = random.nextInt(length);
                    person.replaces(at, 1 + random.nextInt(Math.min(4, length - at)), random.nextBoolean() ? "" : words);
                }
            }
            case 4 -> person.typesAt(random.nextInt(length + 1), words);
            default -> person.types(words);
        }
    }
}
