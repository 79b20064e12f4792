package nmos.policy.kernel;

import java.util.ArrayList;
import java.util.List;
import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.DraftOrder;

/// Commands as text, in the order they were given.
final class Told implements Commands {
    private final List<String> lines = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();

    /// What was told since last asked.
    List<String> lines() {
        List<String> told = List.copyOf(lines);
        lines.clear();
        return told;
    }

    /// Ids are the policy's own business: tests call them 1, 2, 3 in the order they appear.
    private int name(long id) {
        if (!ids.contains(id)) {
            ids.add(id);
        }
        return ids.indexOf(id) + 1;
    }

    long id(int name) {
        return ids.get(name - 1);
    }

    @Override
    public void askScout(int session, int revision) {
        lines.add("askScout " + session);
    }

    @Override
    public void fetch(long fetch, int shard, int from, int urgency, long deadlineNs) {
        lines.add("fetch#" + name(fetch) + " shard " + shard + " from " + from);
    }

    @Override
    public void cancel(long work) {
        lines.add("cancel#" + name(work));
    }

    @Override
    public void evict(int shard, int tier) {
        lines.add("evict shard " + shard + " from " + tier);
    }

    @Override
    public void passRows(long pass, int session, int revision, int from, int to, boolean logits) {
        lines.add("rows#" + name(pass) + " session " + session + " " + from + ".." + to + (logits ? " logits" : ""));
    }

    @Override
    public void passTree(long pass, int session, long draft, int nodes) {
        lines.add("tree#" + name(pass) + " session " + session + (draft == 0 ? "" : " draft#" + name(draft)) + " nodes " + nodes);
    }

    @Override
    public void beginPass(long pass) {
        lines.add("begin#" + name(pass));
    }

    @Override
    public void compute(long compute, long pass, int first, int last, int tier) {
        lines.add("compute#" + name(compute) + " pass#" + name(pass) + " " + first + ".." + last + " in " + tier);
    }

    @Override
    public void abandonPass(long pass) {
        lines.add("abandon#" + name(pass));
    }

    @Override
    public void draft(long draft, int session, DraftOrder order) {
        lines.add("draft#" + name(draft) + " session " + session + " " + order.form() + " " + order.nodes());
    }

    @Override
    public void complete(long draft, int session, int revision, int tokens) {
        lines.add("complete#" + name(draft) + " session " + session + " " + tokens);
    }

    @Override
    public void openPage(int page, int branch, int from, int to, int tier) {
        lines.add("open page " + page + " session " + branch + " " + from + ".." + to + " in " + tier);
    }

    @Override
    public void sharePage(int page, int branch) {
        lines.add("share page " + page + " session " + branch);
    }

    @Override
    public void movePage(long move, int page, int first, int last, int from, int to, int urgency) {
        lines.add("move#" + name(move) + " page " + page + " " + first + ".." + last + " from " + from + " to " + to);
    }

    @Override
    public void fold(int page) {
        lines.add("fold " + page);
    }

    @Override
    public void truncate(int branch, int position) {
        lines.add("truncate " + branch + " to " + position);
    }

    @Override
    public void release(int page) {
        lines.add("release " + page);
    }

    @Override
    public void emit(int session, int tokens) {
        lines.add("emit " + session + " " + tokens);
    }

    @Override
    public void retract(int session, int tokens) {
        lines.add("retract " + session + " " + tokens);
    }

    @Override
    public void failTurn(int session, Cause cause) {
        lines.add("fail " + session + " " + cause);
    }
}
