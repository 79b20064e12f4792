package nmos.world.modelled;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Signal;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.Draft;
import nmos.world.acceptance.Guess;
import nmos.world.acceptance.Verdict;
import nmos.world.ledger.Ledger;
import nmos.world.run.Minds;
import nmos.world.run.Outcome;
import nmos.world.run.PassRun;
import nmos.world.run.Said;
import nmos.world.typing.TurnScript;
import org.jspecify.annotations.Nullable;

/// Guesses and verdicts drawn from the scenario's chances, at the price of the draft model's modelled time.
final class ModelledMinds implements Minds {
    private final ModelledDevices devices;
    /// Whose processor the draft model uses, behind what that computes already.
    private final int tier;
    private final Ledger ledger;
    private final Acceptance acceptance;
    private final Drafts drafts;
    private final Typists typists;
    private final Context context;
    /// Previews are no work of the policy's, whose numbers are positive.
    private long previews;
    /// By draft under way, how to take it back.
    private final Map<Long, Runnable> underWay = new HashMap<>();

    ModelledMinds(
            ModelledDevices devices, int tier, Ledger ledger, Acceptance acceptance, Drafts drafts, Typists typists, Context context) {
        this.devices = devices;
        this.tier = tier;
        this.ledger = ledger;
        this.acceptance = acceptance;
        this.drafts = drafts;
        this.typists = typists;
        this.context = context;
    }

    @Override
    public TurnScript begin(int session, int turn, boolean anew) {
        return typists.begin(session, turn);
    }

    @Override
    public int typed(int session, int before, TurnScript.Step step) {
        drafts.changed(session, before + step.changed());
        return typists.typed(session, before, step);
    }

    @Override
    public void draft(long draft, int session, DraftOrder order, PassRun.Part.@Nullable Tree sent, Answer answer) {
        Draft made = sent == null
                ? drafts.make(session, order)
                : acceptance.extend((Draft) sent.guess(), sent.nodes(), order);
        switch (order.drafter()) {
            case LOOKUP -> devices.soon(() -> answer.drafted(Outcome.DONE, made, 0));
            case MODEL -> {
                int old = sent == null ? 0 : sent.guess().tree().nodes();
                guess(draft, session, drafts.guessingNs(made.tree(), old), made, answer);
            }
        }
    }

    @Override
    public void complete(long draft, int session, int tokens, Answer answer) {
        Draft undrafted = acceptance.undrafted(session);
        Draft chain = new Draft(undrafted.at(), typists.complete(session, tokens), undrafted.rightPath());
        guess(draft, session, drafts.guessingNs(chain.tree(), 0), chain, answer);
    }

    @Override
    public void preview(int session, int ahead, Answer answer) {
        Draft word = new Draft(
                acceptance.undrafted(session).at(), new DraftTree(new int[] {-1}, new int[] {0}), new int[0]);
        guess(--previews, session, drafts.guessingNs(word.tree(), 0), word, answer);
    }

    private void guess(long draft, int session, long ns, Draft made, Answer answer) {
        long readingNs = drafts.readingNs(session, Math.max(typists.tokens(session), ledger.kvTokens(session)));
        underWay.put(draft, devices.compute(tier, readingNs + ns, (outcome, busyNs) -> {
            underWay.remove(draft);
            answer.drafted(outcome, switch (outcome) {
                case DONE -> made;
                case FAILED, DROPPED -> null;
            }, busyNs);
        }));
    }

    @Override
    public void cancel(long draft) {
        Runnable takeBack = underWay.get(draft);
        if (takeBack != null) {
            takeBack.run();
        }
    }

    @Override
    public void told(long draft, int session, Guess guess) {
        drafts.told(draft, (Draft) guess);
    }

    @Override
    public Guess latest(int session, long draft) {
        return drafts.latest(session, draft);
    }

    @Override
    public Guess undrafted(int session) {
        return acceptance.undrafted(session);
    }

    @Override
    public Said said(PassRun pass, PassRun.Part part) {
        return switch (part) {
            case PassRun.Part.Prompt prompt -> prompt.logits() ? begins(prompt.session()) : Said.NEXT;
            case PassRun.Part.Tree tree -> follows(tree);
        };
    }

    private Said begins(int session) {
        drafts.replyBegins(session, typists.turn(session));
        return new Said(acceptance.verify(acceptance.undrafted(session), 0), 0, false);
    }

    private Said follows(PassRun.Part.Tree tree) {
        Draft sent = (Draft) tree.guess();
        Verdict whole = sent.verdict(tree.nodes());
        boolean more = Said.more(sent, tree.nodes(), whole.leaf());
        return new Said(drafts.verify(sent, tree.nodes(), tree.most()), whole.accepted(), more);
    }

    @Override
    public List<Signal.Attended> attention(PassRun pass) {
        return context.attention(pass);
    }

    @Override
    public OptionalLong attentionLostPpm() {
        return OptionalLong.of(context.lostPpm());
    }
}
