package nmos.cli;

import java.nio.file.Path;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.speculation.SpeculationKnobs.Drafting;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.ReplyMode;
import nmos.scenarios.Scenario;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.Shapes;
import org.jspecify.annotations.Nullable;

/// The models a scenario needs and files were not named for.
final class Models {
    private Models() {}

    /// Asked before anything is run: a policy that wants the draft's opinion of a run without one would end in its midst.
    static void refuseWithoutDraft(Scenario scenario, @Nullable Path draft) {
        Scenario.Draft guesser = scenario.draft();
        if (draft == null && guesser != null && asksDraft(scenario)) {
            throw missing(scenario.name() + ": its draft", "--draft", guesser.model());
        }
    }

    /// Whether the policy may want the draft model's opinion.
    private static boolean asksDraft(Scenario scenario) {
        boolean speculates = scenario.speculation().kind() != Speculations.OFF
                && scenario.speculation().drafting() != Drafting.LOOKUP;
        boolean predicts = scenario.anticipation().kind() == Anticipations.PREDICT
                && scenario.anticipation().predictTokens() > 0;
        return speculates || predicts || scenario.reply() == ReplyMode.DRAFT_THEN_ORACLE;
    }

    static BadInput missing(String what, String option, ModelShape shape) {
        String name = shape.name();
        String synthetic = Shapes.find(name).isEmpty() ? "" : "; 'nmos model synth --shape " + name + " " + name
                + ".gguf' writes one of that shape with random weights";
        return new BadInput(what + " is " + name + ": name its file with " + option + " FILE.gguf" + synthetic);
    }
}
