package nmos.llamacpp;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A model in llama.cpp. Calls from several threads take turns; a child that dies or goes silent fails the call in
/// hand, and the next call starts another and loads the model again.
public final class LlamaCpp implements AutoCloseable {
    /// How long to wait for a model to load, and between two signs of life of a call, its prompt included. A child that
    /// exceeds it is killed.
    public record Deadlines(Duration load, Duration silence) {
        public static final Deadlines DEFAULT = new Deadlines(Duration.ofMinutes(10), Duration.ofMinutes(10));
    }

    private final ModelOptions options;
    private final Deadlines deadlines;
    private final Launcher launcher;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Child child;
    private boolean closed;

    private LlamaCpp(ModelOptions options, Deadlines deadlines, Launcher launcher) {
        this.options = options;
        this.deadlines = deadlines;
        this.launcher = launcher;
    }

    public static LlamaCpp load(ModelOptions options) {
        return load(options, Deadlines.DEFAULT);
    }

    public static LlamaCpp load(ModelOptions options, Deadlines deadlines) {
        return load(options, deadlines, Launcher.PLAIN);
    }

    public static LlamaCpp load(ModelOptions options, Deadlines deadlines, Launcher launcher) {
        requireFile(options.model());
        options.draft().ifPresent(LlamaCpp::requireFile);
        var llama = new LlamaCpp(options, deadlines, launcher);
        llama.call("load", loaded -> loaded);
        return llama;
    }

    private static void requireFile(Path model) {
        if (!Files.isReadable(model) || Files.isDirectory(model)) {
            throw new LlamaCppException(model + ": no such file, or not readable");
        }
    }

    /// Continues a text by at most so many tokens. The start token is added and control tokens in the prompt are read
    /// as such.
    public Generation generate(String prompt, int tokens, Sampling sampling) {
        return generate(prompt, tokens, sampling, false, _ -> {});
    }

    /// `pastEnd` keeps going where the model would end its text; `onPiece` sees the text as it comes.
    public Generation generate(
            String prompt, int tokens, Sampling sampling, boolean pastEnd, Consumer<String> onPiece) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens " + tokens + ": at least 1"); // fewer means no limit to llama.cpp
        }
        return call("generate", c -> {
            c.send(new Request.Generate(prompt, tokens, pastEnd, sampling));
            List<String> pieces = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            Reply reply = await(c, deadlines.silence());
            while (reply instanceof Reply.Piece(String text, long ns)) {
                times.add(ns);
                pieces.add(text);
                onPiece.accept(text);
                reply = await(c, deadlines.silence());
            }
            long endNs = expect(Reply.Done.class, reply).ns();
            long[] pieceNs = times.stream().mapToLong(Long::longValue).toArray();
            return new Generation(List.copyOf(pieces), pieceNs, endNs);
        });
    }

    /// The ids of a text, without a start token; control tokens are read as such.
    public int[] encode(String text) {
        return call("encode", c -> {
            c.send(new Request.Encode(text));
            return expect(Reply.Ids.class, await(c, deadlines.silence())).ids();
        });
    }

    /// The text of ids, control tokens spelt out. An id outside the vocabulary kills the child.
    public String decode(int... ids) {
        return call("decode", c -> {
            c.send(new Request.Decode(ids));
            return expect(Reply.Text.class, await(c, deadlines.silence())).text();
        });
    }

    /// The child that answers now, if there is one.
    public OptionalLong pid() {
        Child current = child;
        return current == null ? OptionalLong.empty() : OptionalLong.of(current.pid());
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            if (child != null) {
                child.end(true);
                child = null;
            }
        } finally {
            turn.unlock();
        }
    }

    private interface Call<T> {
        T on(Child child) throws InterruptedException;
    }

    private <T> T call(String what, Call<T> call) {
        turn.lock();
        boolean answered = false;
        try {
            T result = call.on(ready());
            answered = true;
            return result;
        } catch (Refused e) {
            answered = true;
            throw new LlamaCppException(options.model() + ": llama.cpp cannot " + what + ": " + e.getMessage());
        } catch (Lost | UncheckedIOException e) {
            throw new LlamaCppException(options.model() + ": llama.cpp " + ending() + ", while asked to " + what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LlamaCppException(options.model() + ": interrupted while llama.cpp was asked to " + what);
        } finally {
            if (!answered) {
                drop(); // whatever it still says belongs to this call
            }
            turn.unlock();
        }
    }

    private Child ready() throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("llama.cpp is closed");
        }
        Child current = child;
        if (current != null && current.usable()) {
            return current;
        }
        Optional<Child> loaded = tryLoad(false);
        return loaded.isPresent() ? loaded.get() : tryLoad(true).orElseThrow();
    }

    /// Empty where a quiet load failed, which is worth a second one for its cause.
    private Optional<Child> tryLoad(boolean aloud) throws InterruptedException {
        drop();
        Child fresh = Child.start(deadlines.load(), launcher);
        child = fresh;
        fresh.send(new Request.Load(options, aloud));
        Reply reply = await(fresh, deadlines.load());
        if (!(reply instanceof Reply.Failed(String cause))) {
            return Optional.of(fresh);
        }
        if (!aloud) {
            return Optional.empty();
        }
        String said = fresh.telling();
        drop();
        throw new LlamaCppException(options.model() + ": llama.cpp cannot load it: " + cause + said);
    }

    private void drop() {
        if (child != null) {
            child.end(false);
            child = null;
        }
    }

    private String ending() {
        try {
            Child current = child;
            return current == null ? "was never there" : current.ending();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "went silent";
        }
    }

    private static Reply await(Child child, Duration deadline) throws InterruptedException {
        Reply reply = child.await(deadline);
        if (reply == null || (reply instanceof Reply.Failed(String cause) && cause.isEmpty())) {
            throw new Lost();
        }
        return reply;
    }

    private static <T extends Reply> T expect(Class<T> kind, Reply reply) {
        if (reply instanceof Reply.Failed(String cause)) {
            throw new Refused(cause);
        }
        return kind.cast(reply);
    }

    /// The child answers no more.
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// The child answered that it cannot.
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String cause) {
            super(cause);
        }
    }
}
