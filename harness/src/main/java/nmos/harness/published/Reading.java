package nmos.harness.published;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.shape.ModelShape;

/// What a row comes to: a scenario, or what is missing for one.
sealed interface Reading {
    record Whole(Setup setup) implements Reading {}

    record Wanting(Missing missing) implements Reading {}

    static Reading of(Measurement row, Parts parts) {
        return new Reader(row, parts).read();
    }

    /// Facts first, then whether a policy here can do it.
    final class Reader {
        private static final Pattern SEVERAL = Pattern.compile("\\b\\d+x |\\+ ?(RTX|GTX|Radeon)|cluster");
        private static final Pattern SHARE_IN_MEMORY = Pattern.compile("(\\d+)% of model in DRAM");
        private static final String FILL = "kind: pinned, pin: {ram: all, vram: all}";
        private static final String ALL_STREAMED = "kind: pinned, pin: {ram: all, vram: 0 B}";
        private static final int SLOTS = 6;

        private final Measurement row;
        private final Parts parts;
        private final Kind kind;
        private final Computers computers;
        private final Setup.Tokens tokens;
        private final int batch;

        Reader(Measurement row, Parts parts) {
            this.row = row;
            this.parts = parts;
            this.kind = Kind.of(row);
            this.computers = new Computers(parts.rules(), row);
            this.tokens = Setup.Tokens.of(row);
            this.batch = row.count("batch", 1);
        }

        Reading read() {
            if (row.tokensPerSec().isEmpty()) {
                return new Wanting(Missing.RATE);
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
                case LAYERS_FROM_STORAGE, CPU_FROM_STORAGE -> new Wanting(Missing.STORAGE_RATE);
                case EXPERTS -> new Wanting(experts());
                case NEURONS -> new Wanting(row.number("ssd_gbps").isEmpty() ? Missing.STORAGE_RATE : Missing.SPARSITY);
                case UNKNOWN -> new Wanting(Missing.POLICY);
                case RESIDENT -> new Wanting(Missing.GPU);
                case LAYERS, LAYERS_FROM_RAMDISK, BATCH, PROMPT -> shape.architecture().mixture().isPresent()
                        ? new Wanting(Missing.EXPERTS)
                        : parts.gpu(row.text("gpu")).<Reading>map(gpu -> streamed(shape, gpu)).orElse(new Wanting(Missing.GPU));
                case CPU -> cpu().<Reading>map(cpu -> inMemory(shape, cpu, guesses)).orElse(new Wanting(Missing.MEMORY_RATE));
                case MAPPED -> row.number("ssd_gbps").isEmpty()
                        ? new Wanting(Missing.STORAGE_RATE)
                        : cpu().<Reading>map(cpu -> mapped(shape, cpu)).orElse(new Wanting(Missing.MEMORY_RATE));
                case SPLIT, SPLIT_BY_LAYERS -> split(shape);
            };
        }

        private Missing experts() {
            if (row.policy().contains("NVMe") && row.number("ssd_gbps").isEmpty()) {
                return Missing.STORAGE_RATE;
            }
            return row.policy().contains("CPU") && cpu().isEmpty() ? Missing.MEMORY_RATE : Missing.EXPERTS;
        }

        private Optional<Parts.Cpu> cpu() {
            return parts.cpu(row.text("gpu")).or(() -> parts.cpu(row.policy()));
        }

        private Reading streamed(ModelShape shape, Parts.Gpu gpu) {
            boolean pinned = kind == Kind.LAYERS || (kind == Kind.BATCH && !row.system().startsWith("HF Accelerate"));
            boolean oneAfterTheOther = kind == Kind.LAYERS_FROM_RAMDISK
                    || (row.policy().contains("sync weight copy") && !row.policy().contains("async weight copy"));
            Machine machine = computers.withGpu(gpu, null, pinned, inMemory(shape));
            Family family = switch (kind) {
                case BATCH -> Family.BATCH;
                case PROMPT -> Family.PROMPT;
                default -> Family.LAYERS;
            };
            return new Whole(new Setup(family, shape, Optional.empty(), machine,
                    kind == Kind.LAYERS ? FILL : ALL_STREAMED,
                    oneAfterTheOther ? "on-demand" : "double-buffer",
                    batch, tokens, row.promptAlone(), machine.hops().getLast().bytesPerSecUp().value()));
        }

        private Reading inMemory(ModelShape shape, Parts.Cpu cpu, Optional<Guesses> guesses) {
            boolean oneRow = guesses.isEmpty() && batch == 1 && !row.promptAlone();
            if (shape.architecture().mixture().isPresent() && !oneRow) {
                return new Wanting(Missing.EXPERTS);
            }
            ModelShape oracle = Models.asOneRowReads(shape);
            long draft = guesses.map(g -> g.draft().fileBytes() + besideWeights(g.draft())).orElse(0L);
            Machine machine = computers.withoutGpu(cpu, inMemory(oracle) + draft);
            return new Whole(new Setup(guesses.isPresent() ? Family.GUESSES : Family.CPU, oracle, guesses, machine,
                    "kind: pinned, pin: {ram: all}", "double-buffer", batch, tokens, row.promptAlone(), cpu.bytesPerSec()));
        }

        /// Only as much of the model as the row says.
        private Reading mapped(ModelShape shape, Parts.Cpu cpu) {
            Matcher share = SHARE_IN_MEMORY.matcher(row.policy());
            if (!share.find() || shape.architecture().mixture().isPresent()) {
                return new Wanting(Missing.SPLIT);
            }
            long weights = shape.passBytes() * Integer.parseInt(share.group(1)) / 100;
            Machine machine = computers.withoutGpu(cpu, weights + besideWeights(shape));
            return new Whole(new Setup(Family.STORAGE, shape, Optional.empty(), machine, "kind: mmap-lru", "on-demand", batch, tokens,
                    row.promptAlone(), machine.hops().getFirst().bytesPerSecUp().value()));
        }

        private Reading split(ModelShape shape) {
            Optional<Parts.Gpu> gpu = parts.gpu(row.text("gpu"));
            Optional<Parts.Cpu> cpu = cpu();
            if (cpu.isEmpty() || gpu.isEmpty()) {
                return new Wanting(cpu.isEmpty() ? Missing.MEMORY_RATE : Missing.GPU);
            }
            if (shape.architecture().mixture().isPresent()) {
                return new Wanting(Missing.EXPERTS);
            }
            Machine machine = computers.withGpu(gpu.get(), cpu.get(), true, inMemory(shape));
            return new Whole(new Setup(Family.SPLIT, shape, Optional.empty(), machine, "kind: hybrid, pin: {ram: all, vram: all}",
                    "double-buffer", batch, tokens, row.promptAlone(), cpu.get().bytesPerSec()));
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
