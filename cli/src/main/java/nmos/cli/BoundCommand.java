package nmos.cli;

import java.io.StringWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import nmos.journal.Figures;
import nmos.policy.placement.PassTime;
import nmos.policy.placement.Plan;
import nmos.scenarios.Composition;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.world.bound.Bound;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `nmos bound SCENARIO`: what physics allows, and which resource says so.
@Command(
        name = "bound",
        description = "What no placement can beat within the scenario's budgets, and which resource says so.",
        footer = {"", "Example:", "  nmos bound 02-72b-on-4gb --rows 16 --tau 4.2"})
final class BoundCommand implements Callable<Integer> {
    private static final double SECOND = 1e9;

    private final Terminal terminal;

    @Parameters(paramLabel = "SCENARIO", description = "A scenario that ships with nmos, or the path of a file.")
    private String name = "";

    @Mixin
    private SettingOptions options = new SettingOptions();

    @Option(names = "--rows", paramLabel = "N", description = "Rows in a pass; default: those the placement plans for.")
    private @Nullable Integer rows;

    @Option(names = "--tau", paramLabel = "T", description = "Verified tokens a pass yields; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private double tau;

    BoundCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Scenario scenario = ScenarioLoader.load(name, options.settings());
        Composition composition = Composition.of(scenario);
        int passRows = rows == null ? scenario.placement().rows() : rows;
        if (passRows < 1 || passRows > scenario.batching().maxRows()) {
            throw new BadInput("--rows: " + passRows + " is not between 1 and batching.maxRows, " + scenario.batching().maxRows());
        }
        if (!(tau >= 1 && tau <= passRows)) {
            throw new BadInput("--tau: a pass of " + passRows + " rows yields from 1 to " + passRows + " tokens, not " + tau);
        }
        Plan plan = scenario.placement().kind().create().plan(composition.facts(), scenario.placement());
        Bound bound = Bound.of(composition.facts(), plan.pinLimits(scenario.placement()), passRows);
        long planNs = PassTime.of(composition.facts(), plan, passRows).ns();
        terminal.out().println(options.json()
                ? json(scenario, bound, planNs, passRows)
                : plain(scenario, bound, planNs, passRows));
        return Failures.OK;
    }

    private String plain(Scenario scenario, Bound bound, long planNs, int passRows) {
        return String.format(Locale.ROOT,
                "%s on %s, passes of %d rows that yield %.2f tokens%n"
                        + "bound      %10.4f tokens/s: a pass of %.3f s, limited by %s%n"
                        + "%-10s %10.4f tokens/s: a pass of %.3f s, %.1f %% of the bound",
                scenario.name(), scenario.machine().name(), passRows, tau,
                bound.tokensPerSec(tau), bound.passNs() / SECOND, bound.limitedBy(),
                scenario.placement().kind().label, tau * SECOND / planNs, planNs / SECOND, 100.0 * bound.passNs() / planNs);
    }

    private String json(Scenario scenario, Bound bound, long planNs, int passRows) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("scenario", scenario.name());
            json.writeStringProperty("machine", scenario.machine().name());
            json.writeNumberProperty("rows", passRows);
            json.writeNumberProperty("tau", Figures.of(tau));
            json.writeNumberProperty("tokens_per_second", Figures.of(bound.tokensPerSec(tau)));
            json.writeNumberProperty("pass_s", Figures.seconds(bound.passNs()));
            json.writeStringProperty("limited_by", bound.limitedBy());
            json.writeStringProperty("placement", scenario.placement().kind().label);
            json.writeNumberProperty("placement_pass_s", Figures.seconds(planNs));
            json.writeEndObject();
        }
        return text.toString();
    }
}
