package nmos.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import nmos.harness.compare.Comparison;
import nmos.harness.compare.Comparison.Ratio;
import nmos.harness.compare.Comparison.Side;
import nmos.harness.compare.Engine;
import nmos.harness.compare.Spread;
import org.jspecify.annotations.Nullable;

/// Engines side by side for people to read: middle values, and in brackets the least and the most of the repetitions.
final class CompareText {
    private static final double SECOND_MS = 1e3;
    private static final double GB = 1e9;
    private static final double MB = 1e6;
    private static final int LABEL = 23;
    private static final int CELL = 26;

    private final Comparison comparison;
    private final StringBuilder text = new StringBuilder();

    private CompareText(Comparison comparison) {
        this.comparison = comparison;
    }

    static String plain(Comparison comparison) {
        CompareText text = new CompareText(comparison);
        text.head();
        if (!comparison.sides().isEmpty()) {
            text.table();
        }
        text.line("not covered", String.join("\n" + " ".repeat(LABEL), comparison.notCovered()));
        return text.text.toString();
    }

    private void line(String label, String what) {
        text.append(String.format(Locale.ROOT, "%-" + LABEL + "s%s%n", label, what));
    }

    private void head() {
        Comparison.Models models = comparison.models();
        text.append(comparison.scenario()).append(": engines side by side").append(comparison.complete() ? "" : ", cut short").append('\n');
        line("model", models.oracle() + ", " + gigabytes(models.oracleBytes())
                + (models.draft() == null ? "" : "; draft " + models.draft() + ", " + gigabytes(models.draftBytes() == null ? 0 : models.draftBytes())));
        Comparison.Host host = comparison.host();
        line("machine", String.format(Locale.ROOT, "%s, %d processors, load %.2f before", host.processor(), host.cores(), host.loadBefore()));
        Long bytes = comparison.memory().bytes();
        line("each may have", (bytes == null ? "no memory limit" : gigabytes(bytes) + " of memory, page cache included") + ", "
                + (comparison.diskBytesPerSec() == null
                        ? "the drive as it is"
                        : String.format(Locale.ROOT, "%.0f MB/s of the drive", comparison.diskBytesPerSec() / MB))
                + ", " + host.threads() + " threads");
        line("runs", comparison.runs().size() + ", engines taking turns; " + comparison.prompts() + " prompts in each");
    }

    private void table() {
        row("", side -> side.engine().label, ratio -> Engine.NMOS.label + " / " + ratio.over().label);
        row("tokens/s, cold", side -> cell(side.coldTokensPerSecond(), 1), ratio -> cell(ratio.coldTokensPerSecond(), 1));
        row("tokens/s, warm", side -> cell(side.warmTokensPerSecond(), 1), ratio -> cell(ratio.warmTokensPerSecond(), 1));
        row("first token, cold, s", side -> cell(side.coldTtftMs(), SECOND_MS), ratio -> cell(ratio.coldTtft(), 1));
        row("first token, warm, s", side -> cell(side.warmTtftMs(), SECOND_MS), ratio -> cell(ratio.warmTtft(), 1));
        row("from process start, s", side -> cell(side.startToFirstTokenMs(), SECOND_MS), _ -> "");
        row("most memory, GB", side -> side.peakBytes() == null ? "not told" : String.format(Locale.ROOT, "%.3f", side.peakBytes() / GB), _ -> "");
        row("read a token, warm, MB", side -> cell(side.warmReadBytesPerToken(), MB), _ -> "");
        row("tokens a pass", side -> side.tau() == null ? "" : cell(side.tau(), 1), _ -> "");
        row("bound, tokens/s", side -> side.boundTokensPerSecond() == null ? "" : cell(side.boundTokensPerSecond(), 1), _ -> "");
        row("share of it planned", side -> side.boundPlanned() == null ? "" : cell(side.boundPlanned(), 1), _ -> "");
        row("share of it reached", side -> side.boundReached() == null ? "" : cell(side.boundReached(), 1), _ -> "");
        comparison.sides().stream()
                .map(Side::limitedBy)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(limit -> line("the bound is set by", limit));
        for (Comparison.Sameness same : comparison.texts()) {
            line("same text", String.format(Locale.ROOT, "%d of %d replies as %s's; %.1f %% of the characters before the first difference",
                    same.equal(), same.replies(), same.with().label, same.share() * 100));
        }
    }

    private void row(String label, Function<Side, String> side, Function<Ratio, String> ratio) {
        StringBuilder cells = new StringBuilder();
        comparison.sides().forEach(each -> cells.append(String.format(Locale.ROOT, "%-" + CELL + "s  ", side.apply(each))));
        comparison.ratios().forEach(each -> cells.append(String.format(Locale.ROOT, "%-" + CELL + "s  ", ratio.apply(each))));
        line(label, cells.toString().stripTrailing());
    }

    private static String cell(@Nullable Spread spread, double unit) {
        return spread == null
                ? "not told"
                : String.format(Locale.ROOT, "%.3f (%.3f-%.3f)", spread.median() / unit, spread.least() / unit, spread.most() / unit);
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, bytes < GB / 100 ? "%.4f GB" : "%.2f GB", bytes / GB);
    }
}
