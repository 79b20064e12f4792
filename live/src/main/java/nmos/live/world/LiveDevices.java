package nmos.live.world;

import java.util.Arrays;
import nmos.live.cuda.DevicePass;
import nmos.live.cuda.Gpu;
import nmos.live.cuda.driver.Devices;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.driver.NoDriver;
import nmos.live.cuda.model.FirstNumbers;
import nmos.live.cuda.model.PassLimits;
import nmos.live.device.Opened;
import nmos.live.draft.DraftModel;
import nmos.live.kernel.Workers;
import nmos.live.kv.KvLayout;
import nmos.live.model.Embedding;
import nmos.live.model.ForwardPass;
import nmos.live.sampling.SamplingOptions;
import nmos.policy.Facts;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.Plan;
import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import org.jspecify.annotations.Nullable;

/// Makes what a run computes on.
final class LiveDevices {
    /// How a GPU is found and opened.
    interface Gpus {
        Driver open() throws NoDriver;

        Gpus OF_THIS_MACHINE = () -> Devices.find().open(0);
    }

    private LiveDevices() {}

    /// The GPU of a run, opened, with the memory of the machine's top tier; null where the CPU plays it.
    ///
    /// @throws NoDeviceException where there is none to open, or it cannot be that of the machine
    static @Nullable Gpu gpu(Scenario scenario, LiveOptions options, Gpus gpus) {
        return switch (options.device()) {
            case CPU -> null;
            case CUDA -> {
                Machine machine = scenario.machine();
                Machine.Tier top = machine.tiers().get(machine.top());
                Machine.Device device = top.device();
                if (device == null || device.kind() != Machine.Device.Kind.GPU) {
                    throw new NoDeviceException("machine " + machine.name() + " has no GPU in " + top.name()
                            + ", its top tier: --device cuda needs one there");
                }
                if (machine.top() < 2) {
                    throw new NoDeviceException("machine " + machine.name() + " has nothing between " + machine.tiers().getFirst().name() + " and "
                            + top.name() + ": --device cuda needs memory of the host there, into which the drive reads");
                }
                try {
                    yield new Gpu(gpus.open(), top.budgetBytes());
                } catch (NoDriver missing) {
                    throw new NoDeviceException(missing.missing());
                }
            }
        };
    }

    static LiveDevice of(
            @Nullable Gpu gpu, Models models, Facts facts, Plan plan, KvLayout kv, Workers workers, Embedding embedding, LiveOptions options) {
        int rows = models.scenario.batching().maxRows();
        if (gpu == null) {
            return new CpuDevice(
                    new ForwardPass(models.config, models.weights, kv, rows, workers, embedding), DraftModel.Ground.threads(options.threads()));
        }
        int top = facts.top();
        int[] tierOf = Arrays.copyOf(plan.compute(), models.config.layers());
        Opened open = new Opened();
        boolean made = false;
        try {
            boolean below = Arrays.stream(tierOf).anyMatch(tier -> tier != top);
            ForwardPass cpu = below ? open.add(new ForwardPass(models.config, models.weights, kv, rows, workers, embedding)) : null;
            int first = 0;
            while (first < tierOf.length - 1 && tierOf[first] != top) {
                first++;
            }
            int last = tierOf.length - 1;
            while (last > first && tierOf[last] != top) {
                last--;
            }
            DevicePass device = open.add(new DevicePass(
                    "",
                    gpu,
                    models.config,
                    models.weights,
                    kv,
                    limits(models, facts, kv, rows),
                    new FirstNumbers.FromHost(embedding),
                    first,
                    last,
                    greedy(options.sampling()) ? DevicePass.Logits.BEST : DevicePass.Logits.ALL));
            made = true;
            return new CudaTop(gpu, top, device, cpu, tierOf);
        } finally {
            if (!made) {
                open.close();
            }
        }
    }

    /// Nothing is drawn and nothing made less likely: the likeliest token is all that is asked for.
    private static boolean greedy(SamplingOptions sampling) {
        return sampling.temperature() == 0 && sampling.repetitionPenalty() == 1;
    }

    private static PassLimits limits(Models models, Facts facts, KvLayout kv, int rows) {
        Scenario scenario = models.scenario;
        int sessions = Math.min(scenario.workload().sessions(), scenario.batching().maxSessions());
        int wanted = (int) Math.min(rows, (long) sessions * (models.mostNodes() + 1));
        int tokens = facts.kv().tokensPerSession();
        int positions = KeptKv.POSITIONS;
        if (facts.kv().paging().present()) {
            positions = Math.max(1, kv.positionsIn(Math.max(kv.bytesPerPosition(), facts.kv().paging().pageBytes())));
        }
        // Pages may be cut short where texts part or are truncated.
        long pages = 2L * facts.kv().sessions() * (Math.ceilDiv(tokens, positions) + 2);
        return new PassLimits(rows, wanted, tokens + rows, Math.toIntExact(pages), scenario.kv().kind() == KvPolicies.H2O);
    }
}
