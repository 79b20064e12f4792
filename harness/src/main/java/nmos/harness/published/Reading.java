package nmos.harness.published;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.harness.published.Setup.Tokens;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.ShardShape;
import org.jspecify.annotations.Nullable;

/// What a row comes to: a scenario, or what is missing for one.
sealed interface Reading {
    record Whole(Setup setup) implements Reading {}

    record Wanting(Missing missing) implements Reading {}

    /// What nothing can do.
    record Absurd(String why) implements Reading {}

    static Reading of(Measurement row, Parts parts) {
        return new Reader(row, parts).read();
    }

    /// Facts first, then whether a policy here can do it.
    final class Reader {
        private static final Pattern SEVERAL = Pattern.compile("\\b(?:[2-9]|[1-9]\\d+)x |\\+ ?(RTX|GTX|Radeon)|cluster");
        private static final Pattern SHARE_IN_MEMORY = Pattern.compile("(\\d{1,3})% of model in DRAM");
        private static final Pattern LAYERS_ABOVE = Pattern.compile("-ngl (\\d{1,5})\\b");
        private static final String FILL = "kind: pinned, pin: {ram: all, vram: all}";
        private static final String ALL_STREAMED = "kind: pinned, pin: {ram: all, vram: 0 B}";
        private static final String ALL_FROM_STORAGE = "kind: pinned, pin: {ram: 0 B, vram: 0 B}";
        private static final int SLOTS = 6;
        /// More than anything holds at once, and few enough for their bytes to be counted.
        private static final long MOST_TOKENS = 1_000_000_000;
        /// Of a part's memory, what a row may be off it: drivers keep some, and 15 GiB are called 16.
        private static final double SAME_MEMORY = 0.2;

        private final Measurement row;
        private final Parts parts;
        private final Kind kind;
        private final Computers computers;
        private final Tokens tokens;
        private final int batch;

        Reader(Measurement row, Parts parts) {
            this.row = row;
            this.parts = parts;
            this.kind = Kind.of(row);
            this.computers = new Computers(parts.rules(), row);
            this.tokens = Tokens.of(row);
            this.batch = row.count("batch", 1);
        }

        Reading read() {
            if (row.tokensPerSec().isEmpty()) {
                return new Wanting(Missing.RATE);
            }
            if ((long) batch * tokens.all() > MOST_TOKENS) {
                return new Absurd("more than a billion tokens at once");
            }
            if (SEVERAL.matcher(row.text("gpu")).find() || SEVERAL.matcher(row.system()).find()) {
                return new Wanting(Missing.COMPUTERS);
            }
            Optional<Guesses> guesses = row.speculates() ? Guesses.of(row) : Optional.empty();
            if (row.speculates() && guesses.isEmpty()) {
                return new Wanting(Missing.TAU);
            }
            return switch (Models.of(row)) {
                case Models.Found.Unknown(Missing missing) -> new Wanting(missing);
                case Models.Found.Shape(ModelShape shape) -> read(shape, guesses);
            };
        }

        private Reading read(ModelShape shape, Optional<Guesses> guesses) {
            return switch (kind) {
                case UNSTATED_SPLIT -> new Wanting(row.number("ssd_gbps").isEmpty() ? Missing.STORAGE_RATE : Missing.SPLIT);
                case CPU_FROM_STORAGE -> new Wanting(row.number("ssd_gbps").isEmpty() ? Missing.STORAGE_RATE : Missing.SPLIT);
                case EXPERTS -> experts(shape);
                case NEURONS -> new Wanting(row.number("ssd_gbps").isEmpty() ? Missing.STORAGE_RATE : Missing.SPARSITY);
                case UNKNOWN -> new Wanting(Missing.POLICY);
                case RESIDENT -> new Wanting(gpu().isEmpty() && cpu().isEmpty() ? Missing.GPU : Missing.FITTING);
                case BATCH_FROM_STORAGE, LAYERS_FROM_STORAGE -> row.number("ssd_gbps").isEmpty()
                        ? new Wanting(Missing.STORAGE_RATE)
                        : onGpu(Models.byWholeLayers(shape));
                case LAYERS, LAYERS_FROM_RAMDISK, BATCH, BATCH_WITH_KV_BELOW -> onGpu(Models.byWholeLayers(shape));
                case PROMPT -> onGpu(shape);
                case CPU -> cpu().<Reading>map(cpu -> inMemory(shape, cpu, guesses)).orElse(new Wanting(Missing.MEMORY_RATE));
                case MAPPED -> row.number("ssd_gbps").isEmpty()
                        ? new Wanting(Missing.STORAGE_RATE)
                        : cpu().<Reading>map(cpu -> mapped(shape, cpu)).orElse(new Wanting(Missing.MEMORY_RATE));
                case SPLIT, SPLIT_BY_LAYERS -> split(shape);
            };
        }

        private Optional<Parts.Cpu> cpu() {
            return parts.cpu(row);
        }

        private Optional<Parts.Gpu> gpu() {
            return parts.gpu(row.text("gpu")).filter(this::hasTheMemory).map(gpu -> gpu.unpacking(Unpacking.of(row, kind)));
        }

        /// One name may be of several cards, each with its own memory and bandwidth.
        private boolean hasTheMemory(Parts.Gpu gpu) {
            double bytes = gpu.memoryBytes().value();
            return Math.abs(row.number("vram_gb").orElse(bytes / Computers.GIB) * Computers.GIB - bytes) <= SAME_MEMORY * bytes;
        }

        /// Whether weights come from storage for every token.
        private boolean readsStorage(ModelShape shape) {
            return switch (kind) {
                case BATCH_FROM_STORAGE, LAYERS_FROM_STORAGE -> true;
                case EXPERTS -> stored() && row.number("ram_gb").orElse(0) * Computers.GIB < shape.fileBytes();
                default -> false;
            };
        }

        private boolean stored() {
            return row.policy().contains("NVMe") || row.policy().contains("SSD");
        }

        private Reading onGpu(ModelShape shape) {
            return gpu().<Reading>map(gpu -> streamed(shape, gpu)).orElse(new Wanting(Missing.GPU));
        }

        private Reading streamed(ModelShape shape, Parts.Gpu gpu) {
            boolean pinned = switch (kind) {
                case LAYERS, EXPERTS, BATCH_WITH_KV_BELOW, BATCH_FROM_STORAGE -> true;
                case BATCH -> !row.system().startsWith("HF Accelerate");
                default -> false;
            };
            boolean oneAfterTheOther = kind == Kind.LAYERS_FROM_RAMDISK
                    || (row.policy().contains("sync weight copy") && !row.policy().contains("async weight copy"));
            Family family = switch (kind) {
                case BATCH, BATCH_WITH_KV_BELOW, BATCH_FROM_STORAGE -> Family.BATCH;
                case PROMPT -> Family.PROMPT;
                case EXPERTS -> Family.EXPERTS;
                case LAYERS_FROM_STORAGE -> Family.STORAGE;
                default -> Family.LAYERS;
            };
            String placement = switch (kind) {
                case LAYERS -> FILL;
                // Without a cache nothing is kept.
                case EXPERTS -> row.policy().contains("naive") ? ALL_STREAMED : FILL;
                case BATCH_FROM_STORAGE, LAYERS_FROM_STORAGE -> ALL_FROM_STORAGE;
                default -> ALL_STREAMED;
            };
            Setup.Kv kv = switch (kind) {
                case BATCH_WITH_KV_BELOW, BATCH_FROM_STORAGE, PROMPT -> Setup.Kv.BELOW;
                default -> Setup.Kv.WHERE_COMPUTED;
            };
            Machine machine = computers.withGpu(gpu, null, pinned, inMemory(shape) + kv.bytesBelow(shape, batch, tokens));
            long slowest = machine.hops().getLast().bytesPerSecUp().value();
            if (readsStorage(shape)) {
                slowest = Math.min(slowest, machine.hops().getFirst().bytesPerSecUp().value());
            }
            return whole(family, shape, Optional.empty(), machine, placement, oneAfterTheOther, kv, slowest);
        }

        private Reading inMemory(ModelShape shape, Parts.Cpu cpu, Optional<Guesses> guesses) {
            long draft = guesses.map(g -> g.draft().fileBytes() + besideWeights(g.draft())).orElse(0L);
            Machine machine = computers.withoutGpu(cpu, inMemory(shape) + draft);
            String experts = Setup.routed(shape) ? Experts.AT_HAND.text(shape, false) : "";
            return whole(guesses.isPresent() ? Family.GUESSES : Family.CPU, shape, guesses, machine, "kind: pinned, pin: {ram: all}" + experts,
                    false, Setup.Kv.WHERE_COMPUTED, cpu.bytesPerSec());
        }

        /// Only as much of the model as the row says.
        private Reading mapped(ModelShape shape, Parts.Cpu cpu) {
            Matcher share = SHARE_IN_MEMORY.matcher(row.policy());
            if (!share.find() || shape.architecture().mixture().isPresent()) {
                return new Wanting(Missing.SPLIT);
            }
            long weights = shape.passBytes() * Integer.parseInt(share.group(1)) / 100;
            Machine machine = computers.withoutGpu(cpu, weights + besideWeights(shape));
            return whole(Family.STORAGE, shape, Optional.empty(), machine, "kind: mmap-lru", true, Setup.Kv.WHERE_COMPUTED,
                    machine.hops().getFirst().bytesPerSecUp().value());
        }

        private Reading split(ModelShape shape) {
            Optional<Parts.Gpu> gpu = gpu();
            Optional<Parts.Cpu> cpu = cpu();
            if (cpu.isEmpty() || gpu.isEmpty()) {
                return new Wanting(cpu.isEmpty() ? Missing.MEMORY_RATE : Missing.GPU);
            }
            if (shape.architecture().mixture().isPresent()) {
                return new Wanting(Missing.EXPERTS);
            }
            Matcher above = LAYERS_ABOVE.matcher(row.policy());
            boolean counted = above.find();
            if (counted && !Models.known(shape)) {
                return new Wanting(Missing.LAYERS);
            }
            String pin = counted ? lastLayers(shape, Integer.parseInt(above.group(1))) : "all";
            Machine machine = computers.withGpu(gpu.get(), cpu.get(), true, inMemory(shape));
            return whole(Family.SPLIT, shape, Optional.empty(), machine, "kind: hybrid, pin: {ram: all, vram: " + pin + "}", false,
                    Setup.Kv.WHERE_COMPUTED, cpu.get().bytesPerSec());
        }

        /// What so many layers take, the last ones; with more than there are the head rests with them.
        private static String lastLayers(ModelShape shape, int above) {
            int layers = shape.architecture().layers();
            if (above > layers) {
                return "all";
            }
            return shape.shards(shape.largestLayerBytes()).stream()
                    .filter(shard -> shard.kind() == ShardShape.Kind.LAYER && shard.layer() >= layers - above)
                    .mapToLong(ShardShape::bytes)
                    .sum() + " B";
        }

        private Reading experts(ModelShape shape) {
            if (stored() && row.number("ssd_gbps").isEmpty()) {
                return new Wanting(Missing.STORAGE_RATE);
            }
            if (stored() && row.number("ram_gb").isEmpty()) {
                return new Wanting(Missing.MEMORY);
            }
            if (!Setup.routed(shape)) {
                return new Wanting(Missing.MIXTURE);
            }
            Optional<Experts> does = Experts.of(row, shape);
            boolean byCpu = row.policy().contains("CPU") || does.filter(e -> e.compute().equals("in-place")).isPresent();
            Optional<Parts.Cpu> cpu = cpu();
            if (byCpu && cpu.isEmpty()) {
                return new Wanting(Missing.MEMORY_RATE);
            }
            boolean withGpu = !row.text("gpu").startsWith("none");
            Optional<Parts.Gpu> gpu = gpu();
            if (withGpu && gpu.isEmpty()) {
                return new Wanting(Missing.GPU);
            }
            if (does.isEmpty()) {
                return withGpu ? streamed(Models.byWholeLayers(shape), gpu.get()) : new Wanting(Missing.POLICY);
            }
            if (!withGpu) {
                return cpu.<Reading>map(at -> fetched(shape, does.get(), computers.withoutGpu(at, inMemory(shape)), readsStorage(shape) ? 0 : at.bytesPerSec()))
                        .orElse(new Wanting(Missing.MEMORY_RATE));
            }
            Parts.@Nullable Cpu beside = byCpu ? cpu.get() : null;
            Machine machine = computers.withGpu(gpu.get(), beside, true, inMemory(shape));
            return fetched(shape, does.get(), machine,
                    readsStorage(shape) ? 0 : beside != null ? beside.bytesPerSec() : machine.hops().getLast().bytesPerSecUp().value());
        }

        /// `slowest`: 0 for that of storage.
        private Reading fetched(ModelShape shape, Experts does, Machine machine, long slowest) {
            boolean vram = machine.top() > 1;
            return whole(Family.EXPERTS, shape, Optional.empty(), machine,
                    (vram ? FILL : "kind: pinned, pin: {ram: all}") + does.text(shape, vram), false, Setup.Kv.WHERE_COMPUTED,
                    slowest == 0 ? machine.hops().getFirst().bytesPerSecUp().value() : slowest);
        }

        private Whole whole(Family family, ModelShape shape, Optional<Guesses> guesses, Machine machine, String placement,
                boolean oneAfterTheOther, Setup.Kv kv, long slowest) {
            return new Whole(new Setup(family, shape, guesses, machine, placement, oneAfterTheOther ? "on-demand" : "double-buffer", kv,
                    batch, tokens, row.promptAlone(), slowest));
        }

        /// All weights, what is passed through, and the rest.
        private long inMemory(ModelShape shape) {
            return shape.fileBytes() + SLOTS * shape.largestLayerBytes() + besideWeights(shape);
        }

        private long besideWeights(ModelShape shape) {
            return Setup.besideWeights(shape, batch, tokens);
        }
    }
}
