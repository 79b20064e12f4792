package nmos.world.modelled;

import nmos.policy.Facts;
import nmos.scenarios.AttentionSpec;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.ledger.Ledger;
import nmos.world.run.World;
import org.jspecify.annotations.Nullable;

/// What a world is made of in which nothing is real but, perhaps, time. Without `attention` nobody is told where it falls.
public record Modelled(
        Facts facts,
        Workload workload,
        Scenario.Completion completion,
        AcceptanceSpec acceptance,
        @Nullable AttentionSpec attention,
        Streams streams,
        int replication) {

    public World.Parts parts(Ledger ledger, ModelledDevices devices) {
        Typists typists = new Typists(workload, completion, replication, streams.stream("completions"));
        Acceptance drawn = new Acceptance(acceptance, streams.stream("acceptance"));
        Context context = new Context(facts, ledger, attention, streams);
        Drafts drafts = new Drafts(facts, drawn, workload.sessions());
        return new World.Parts(
                new ModelledMachinery(facts, devices, context),
                new ModelledMinds(devices, facts.top(), ledger, drawn, drafts, typists, context));
    }
}
