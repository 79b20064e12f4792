package nmos.live.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import nmos.live.device.Processor;
import nmos.live.draft.DraftModel;
import nmos.live.draft.PromptLookup;
import nmos.live.draft.Proposing;
import nmos.live.draft.TokenTree;
import nmos.live.kv.AttentionMass;
import nmos.live.loop.EventLoop;
import nmos.live.sampling.Sampler;
import nmos.live.verify.Verification;
import nmos.policy.DraftOrder;
import nmos.policy.Signal;
import nmos.world.acceptance.Guess;
import nmos.world.acceptance.Verdict;
import nmos.world.modelled.Streams;
import nmos.world.run.Minds;
import nmos.world.run.Outcome;
import nmos.world.run.PassRun;
import nmos.world.run.Said;
import nmos.world.typing.TurnScript;
import org.jspecify.annotations.Nullable;

/// Real text: what is typed is tokenised, a small model or the text itself guesses on, the oracle's logits judge.
final class LiveMinds implements Minds {
    private final EventLoop loop;
    private final Processor processor;
    private final Texts texts;
    private final Kv kv;
    private final LiveMachinery machinery;
    private final LiveOptions options;
    private final Streams streams;
    private final int vocabulary;
    private final int places;
    private final @Nullable DraftModel model;
    private final AttentionSeen seen;
    private final Listener listener;
    private final Consumer<String> faults;

    private final List<LiveGuess> latest = new ArrayList<>();
    private final List<Verification> verdicts = new ArrayList<>();
    /// By draft in flight, whether it is to stop.
    private final Map<Long, AtomicBoolean> stops = new HashMap<>();

    /// Previews are no work of the policy's, whose numbers are positive.
    private long previews;

    /// Hears what people see.
    interface Listener {
        Listener NOBODY = new Listener() {};

        default void shown(int session, int turn, int... tokens) {}

        default void failed(int session, int turn) {}

        /// One token more that nobody has verified. What is shown next takes the place of all of those.
        default void unverified(int session, int turn, int token) {}

        /// A reply begins with the next token that is said; what was said to the turn before is void.
        default void begins(int session, int turn) {}

        /// All that was said to a turn, of which some may never be shown.
        default void said(int session, int turn, int tau) {}
    }

    LiveMinds(
            EventLoop loop,
            Processor processor,
            Texts texts,
            Kv kv,
            LiveMachinery machinery,
            LiveOptions options,
            Streams streams,
            int sessions,
            int vocabulary,
            int places,
            @Nullable DraftModel model,
            AttentionSeen seen,
            Listener listener,
            Consumer<String> faults) {
        this.loop = loop;
        this.processor = processor;
        this.texts = texts;
        this.kv = kv;
        this.machinery = machinery;
        this.options = options;
        this.streams = streams;
        this.vocabulary = vocabulary;
        this.places = places;
        this.model = model;
        this.seen = seen;
        this.listener = listener;
        this.faults = faults;
        for (int session = 0; session < sessions; session++) {
            latest.add(LiveGuess.NONE);
            verdicts.add(verification(session));
        }
    }

    /// For a reply to a prompt, which counts as said where repetition is penalised.
    private Verification verification(int session, int... prompt) {
        var sampler = new Sampler(options.sampling(), streams.stream("oracle", stream(session)).nextLong());
        for (int token : prompt) {
            sampler.saw(token);
        }
        return new Verification(sampler, _ -> false, vocabulary);
    }

    private long stream(int session) {
        return ((long) session << 32) + texts.turn(session);
    }

    private Proposing proposing(int session) {
        return new Proposing(options.sampling(), streams.stream("draft", stream(session)).nextLong());
    }

    @Override
    public TurnScript begin(int session, int turn, boolean anew) {
        return texts.begin(session, turn);
    }

    @Override
    public int typed(int session, int before, TurnScript.Step step) {
        return texts.typed(session, step);
    }

    @Override
    public void draft(long draft, int session, DraftOrder order, PassRun.Part.@Nullable Tree sent, Answer answer) {
        int[] known = texts.known(session);
        switch (order.drafter()) {
            case LOOKUP -> {
                TokenTree found = sent == null ? PromptLookup.draft(known, order) : ((LiveGuess) sent.guess()).nodes();
                loop.post(() -> answer.drafted(Outcome.DONE, new LiveGuess(found), 0));
            }
            case MODEL -> {
                Proposing how = proposing(session);
                ask(draft, answer, (guesser, stop) -> sent == null
                        ? guesser.draft(session, known, order, how, stop)
                        : guesser.extend(
                                session, known, ((LiveGuess) sent.guess()).nodes(), sent.nodes(), order, how, stop), LiveGuess::new);
            }
        }
    }

    @Override
    public void complete(long draft, int session, int tokens, Answer answer) {
        int[] typed = texts.typed(session);
        ask(
                draft,
                answer,
                (guesser, stop) -> guesser.complete(session, typed, tokens, stop),
                chain -> new LiveGuess(chain, typed.length));
    }

    @Override
    public void preview(int session, int ahead, Answer answer) {
        int[] known = texts.withUnverified(session, ahead);
        DraftOrder one = DraftOrder.chain(DraftOrder.Drafter.MODEL, 1);
        ask(--previews, answer, (guesser, stop) -> guesser.draft(session, known, one, Proposing.GREEDY, stop), LiveGuess::new);
    }

    @Override
    public void shownUnverified(int session, Guess guess) {
        int token = ((LiveGuess) guess).nodes().token(0);
        texts.shownUnverified(session, token);
        listener.unverified(session, texts.turn(session), token);
    }

    /// What is asked of the draft model, which may be stopped.
    private interface Asking {
        Optional<TokenTree> ask(DraftModel guesser, BooleanSupplier stop);
    }

    private void ask(long draft, Answer answer, Asking asking, Function<TokenTree, LiveGuess> made) {
        DraftModel guesser = model;
        if (guesser == null) {
            throw new IllegalStateException("a draft was asked for, and there is no draft model");
        }
        AtomicBoolean stop = new AtomicBoolean();
        stops.put(draft, stop);
        processor.submit(() -> {
            long beganNs = System.nanoTime();
            Function<Long, Runnable> report;
            try {
                Optional<TokenTree> tree = stop.get() ? Optional.empty() : asking.ask(guesser, () -> stop.get() || processor.closing());
                report = busyNs -> () -> answer.drafted(
                        tree.isPresent() ? Outcome.DONE : Outcome.DROPPED, tree.map(made).orElse(null), busyNs);
            } catch (RuntimeException | Error e) {
                report = busyNs -> () -> {
                    faults.accept("the draft model failed: " + LiveMachinery.why(e));
                    answer.drafted(Outcome.FAILED, null, busyNs);
                };
            }
            long busyNs = System.nanoTime() - beganNs;
            machinery.drafted(busyNs);
            Runnable heard = report.apply(busyNs);
            loop.post(() -> {
                stops.remove(draft);
                heard.run();
            });
        });
    }

    @Override
    public void cancel(long draft) {
        AtomicBoolean stop = stops.get(draft);
        if (stop != null) {
            stop.set(true);
        }
    }

    @Override
    public void told(long draft, int session, Guess guess) {
        LiveGuess told = (LiveGuess) guess;
        latest.set(session, told);
        if (told.completes() >= 0) {
            int[] completion = new int[told.nodes().nodes()];
            for (int node = 0; node < completion.length; node++) {
                completion[node] = told.nodes().token(node);
            }
            texts.completed(session, told.completes(), completion);
        }
    }

    @Override
    public Guess latest(int session, long draft) {
        return latest.get(session);
    }

    @Override
    public Guess undrafted(int session) {
        return LiveGuess.NONE;
    }

    @Override
    public Said said(PassRun pass, PassRun.Part part) {
        LivePass rows = machinery.pass(pass);
        LivePass.Place place = rows.place(part);
        return switch (part) {
            case PassRun.Part.Prompt prompt -> prompt(prompt, place);
            case PassRun.Part.Tree tree -> tree(tree, place);
        };
    }

    private Said prompt(PassRun.Part.Prompt prompt, LivePass.Place place) {
        int session = prompt.session();
        int[] rows = new int[prompt.to() - prompt.from()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = place.firstRow() + i;
        }
        kv.accept(session, machinery.device().fresh(), rows);
        if (prompt.logits()) {
            verdicts.set(session, verification(session, place.prompt()));
            latest.set(session, LiveGuess.NONE);
            texts.replyBegins(session, prompt.to());
            var first = verdicts.get(session)
                    .verify(TokenTree.EMPTY, 0, machinery.logits(), place.firstWanted() * vocabulary, Integer.MAX_VALUE);
            texts.said(session, first.bonusToken());
            listener.begins(session, texts.turn(session));
            listener.said(session, texts.turn(session), 1);
        }
        return Said.NEXT;
    }

    private Said tree(PassRun.Part.Tree tree, LivePass.Place place) {
        int session = tree.session();
        TokenTree sent = ((LiveGuess) tree.guess()).nodes();
        var outcome = verdicts.get(session)
                .verify(sent, tree.nodes(), machinery.logits(), place.firstWanted() * vocabulary, Math.max(1, tree.most()));
        int[] rows = outcome.rows(sent);
        for (int i = 0; i < rows.length; i++) {
            rows[i] += place.firstRow();
        }
        kv.accept(session, machinery.device().fresh(), rows);
        texts.said(session, outcome.tokens(sent));
        Verdict verdict = outcome.verdict();
        listener.said(session, texts.turn(session), verdict.accepted() + 1);
        int bonusChild = outcome.finished() ? -1 : goOn(session, sent, verdict.leaf(), outcome.bonusToken());
        boolean more = !outcome.finished() && Said.more(tree.guess(), tree.nodes(), verdict.leaf());
        return new Said(new Verdict(verdict.accepted(), verdict.leaf(), bonusChild), verdict.accepted(), more);
    }

    /// Where more was drafted below the tree that was sent, what hangs below the bonus token is the next draft.
    private int goOn(int session, TokenTree sent, int leaf, int bonusToken) {
        TokenTree whole = latest.get(session).nodes();
        TokenTree grown = whole.nodes() >= sent.nodes() && startsWith(whole, sent) ? whole : sent;
        int child = grown.child(leaf, bonusToken);
        if (child >= 0) {
            latest.set(session, new LiveGuess(grown.below(child)));
        }
        return child;
    }

    private static boolean startsWith(TokenTree whole, TokenTree start) {
        for (int node = 0; node < start.nodes(); node++) {
            if (whole.token(node) != start.token(node) || whole.parent(node) != start.parent(node)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<Signal.Attended> attention(PassRun pass) {
        List<Signal.Attended> signals = new ArrayList<>();
        for (PassRun.Part part : pass.parts) {
            for (int tier = 1; tier < places; tier++) {
                if (!machinery.computes(tier)) {
                    continue;
                }
                AttentionMass mass = machinery.device().forward(tier).mass();
                Map<Integer, Long> ppmOfPage = new HashMap<>();
                mass.each(kv.past(part.session()), tier, (page, ppm) -> {
                    ppmOfPage.put(page, ppm);
                    signals.add(new Signal.Attended(page, ppm));
                });
                if (!ppmOfPage.isEmpty()) {
                    seen.pass(part.session(), tier, ppmOfPage);
                }
            }
        }
        return signals;
    }

    @Override
    public void shown(int session, int tokens) {
        listener.shown(session, texts.turn(session), texts.shown(session, tokens));
    }

    @Override
    public void failed(int session) {
        listener.failed(session, texts.turn(session));
    }
}
