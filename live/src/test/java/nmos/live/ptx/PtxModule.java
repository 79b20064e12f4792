package nmos.live.ptx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A text of PTX, loaded: its kernels can be launched. Any thread may launch; launches share the variables of the module, as on a device.
public final class PtxModule {
    private final Map<String, Function> functions;
    private final List<String> externals;
    private final Map<Scope.Variable, Long> addresses = new HashMap<>();
    private final DeviceMemory variables = new DeviceMemory();
    private final Arena arena = Arena.ofAuto();
    private final Map<String, Program> programs = new ConcurrentHashMap<>();

    private PtxModule(Parser parser) {
        functions = parser.functions;
        externals = parser.externals;
        for (Parser.Initial initial : parser.initials) {
            if (initial.variable().space() == Scope.Space.SHARED) continue;
            MemorySegment bytes = arena.allocate(Math.max(initial.variable().bytes(), 1), Math.max(initial.variable().align(), 16));
            int size = initial.element().bytes();
            for (int i = 0; i < initial.values().size(); i++) GlobalBytes.put(bytes, (long) i * size, size, initial.values().get(i));
            boolean constant = initial.variable().space() == Scope.Space.CONST;
            addresses.put(initial.variable(), variables.add(constant ? bytes.asReadOnly() : bytes));
        }
    }

    public static PtxModule parse(String text) {
        Parser parser = new Parser(text);
        parser.module();
        return new PtxModule(parser);
    }

    /// The kernels, in the order of the text.
    public List<String> kernels() {
        return functions.values().stream().filter(Function::entry).map(Function::name).toList();
    }

    /// Bytes that a launch has to hand over as the kernel's parameters.
    public long parameterBytes(String kernel) {
        return program(kernel).paramBytes();
    }

    /// Bytes of shared memory that a block has without those a launch asks for.
    public long sharedBytes(String kernel) {
        return program(kernel).sharedBytes();
    }

    private Program program(String kernel) {
        Function function = functions.get(kernel);
        if (function == null || !function.entry()) throw new PtxException("there is no kernel " + kernel + " in the module");
        return programs.computeIfAbsent(kernel, k -> new Assembler(functions, externals, addresses).program(function));
    }

    public void launch(String kernel, Dim grid, Dim block, int sharedBytes, MemorySegment parameters, DeviceMemory memory) {
        launch(kernel, grid, block, sharedBytes, parameters, memory, Limits.CHECKED);
    }

    /// Runs it to its end. What a thread does wrong is a [PtxException]; what was written before stays.
    ///
    /// `parameters`: as a C struct of them lies.
    public void launch(String kernel, Dim grid, Dim block, int sharedBytes, MemorySegment parameters, DeviceMemory memory, Limits limits) {
        Program program = program(kernel);
        check(program, block, sharedBytes, parameters, limits);
        byte[] bytes = parameters.asSlice(0, program.paramBytes()).toArray(ValueLayout.JAVA_BYTE);
        int size = Math.toIntExact(program.sharedBytes() + sharedBytes);
        @Nullable Random chance = limits.seed() == 0 ? null : new Random(limits.seed());
        SharedMemory shared = new SharedMemory(size, limits.checks());
        Warp @Nullable [] warps = null;
        for (long index : order(grid.count(), chance)) {
            Block one = new Block(grid, block, grid.place(index), shared, sharedBytes, bytes, memory, variables, limits);
            if (warps == null) {
                warps = IntStream.range(0, (int) ((block.count() + 31) / 32)).mapToObj(i -> new Warp(i, program, one)).toArray(Warp[]::new);
            }
            one.run(warps, chance);
        }
    }

    private static Iterable<Long> order(long blocks, @Nullable Random chance) {
        List<Long> order = new ArrayList<>();
        for (long i = 0; i < blocks; i++) order.add(i);
        if (chance != null) Collections.shuffle(order, chance);
        return order;
    }

    private static void check(Program program, Dim block, int sharedBytes, MemorySegment parameters, Limits limits) {
        String kernel = "kernel " + program.name() + ": ";
        long threads = block.count();
        if (threads > 1024) throw new PtxException(kernel + threads + " threads, where a block has at most 1024");
        Function.Demands demands = program.demands();
        if ((demands.mostThreads() > 0 && threads > demands.mostThreads()) || (demands.threads() > 0 && threads != demands.threads())) {
            throw new PtxException(kernel + threads + " threads, where it was compiled for " + Math.max(demands.mostThreads(), demands.threads()));
        }
        long shared = program.sharedBytes() + sharedBytes;
        if (sharedBytes < 0 || shared > limits.sharedBytes()) {
            throw new PtxException(kernel + shared + " bytes of shared memory, where a block has at most " + limits.sharedBytes());
        }
        if (parameters.byteSize() < program.paramBytes()) {
            throw new PtxException(kernel + "parameters of " + parameters.byteSize() + " bytes, where it takes " + program.paramBytes());
        }
    }

    @Override
    public String toString() {
        return kernels().stream().collect(Collectors.joining(", ", "PTX of ", ""));
    }
}
