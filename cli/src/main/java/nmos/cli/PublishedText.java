package nmos.cli;

import java.util.Locale;
import nmos.harness.published.Published;

final class PublishedText {
    private PublishedText() {}

    static String markdown(Published published) {
        StringBuilder out = new StringBuilder();
        for (var row : published.rows()) {
            out.append(String.format(Locale.ROOT, "%4d %-38.38s %-22.22s %-30.30s ", row.line(), row.system(), row.model(), row.policy()));
            out.append(row.qualifies()
                    ? String.format(Locale.ROOT, "%9.4g %9.4g %9.4g %+7.1f %+7.1f", row.measuredTps(), row.predictedTps(), row.formulaTps(),
                            row.errorPct(), row.formulaErrorPct())
                    : row.excluded());
            out.append("\n");
        }
        return out.append(published.summary()).append("\n").toString();
    }
}
