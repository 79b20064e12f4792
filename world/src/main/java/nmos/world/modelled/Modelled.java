package nmos.world.modelled;

import nmos.policy.Facts;
import nmos.scenarios.AttentionSpec;
import nmos.scenarios.Scenario;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.ledger.Ledger;
import nmos.world.run.World;
import nmos.world.typing.Scripts;
import org.jspecify.annotations.Nullable;

/// What a world is made of in which nothing is real but, perhaps, time. Without `attention` nobody is told where it falls.
public record Modelled(
        Facts facts,
        Scripts scripts,
        Scenario.Completion completion,
        AcceptanceSpec acceptance,
        @Nullable AttentionSpec attention,
        Routers routers,
        Streams streams) {
    /// Of a dense model.
    public Modelled(
            Facts facts,
            Scripts scripts,
            Scenario.Completion completion,
            AcceptanceSpec acceptance,
            @Nullable AttentionSpec attention,
            Streams streams) {
        this(facts, scripts, completion, acceptance, attention, Routers.DRAWN, streams);
    }

    public World.Parts parts(Ledger ledger, ModelledDevices devices) {
        Typists typists = new Typists(scripts, facts.kv().sessions(), completion, streams.stream("completions"));
        Acceptance drawn = new Acceptance(acceptance, streams.stream("acceptance"));
        Context context = new Context(facts, ledger, attention, streams);
        Drafts drafts = new Drafts(facts, drawn, facts.kv().sessions());
        return new World.Parts(
                new ModelledMachinery(facts, devices, context, new Routing(facts, routers, streams, ledger, typists)),
                new ModelledMinds(devices, facts.top(), ledger, drawn, drafts, typists, context));
    }
}
