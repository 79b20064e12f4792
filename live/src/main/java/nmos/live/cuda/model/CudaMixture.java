package nmos.live.cuda.model;

import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Kernels;
import nmos.live.cuda.kernel.Mix;
import nmos.live.cuda.kernel.Product;
import nmos.live.cuda.kernel.Route;
import nmos.live.cuda.kernel.SwiGlu;
import nmos.live.kernel.Matrix;
import nmos.live.model.FeedForward;
import nmos.live.model.ModelConfig;

/// The feed-forward half of a mixture. Which rows an expert has is known on the device only: each expert's kernels are launched, and
/// find out.
final class CudaMixture {
    private final Driver.Stream stream;
    private final ModelConfig config;
    private final PassMemory memory;
    private final Products products;
    private final SwiGlu swiGlu;
    private final Route route;
    private final Mix mix;

    CudaMixture(Kernels kernels, Driver.Stream stream, ModelConfig config, PassMemory memory, Products products, SwiGlu swiGlu) {
        this.stream = stream;
        this.config = config;
        this.memory = memory;
        this.products = products;
        this.swiGlu = swiGlu;
        route = new Route(kernels);
        mix = new Mix(kernels);
    }

    /// `added` = what the mixture makes of `normed`.
    void run(FeedForward.Mixture mixture, int rows) {
        PassMemory.Routing at = memory.routing;
        int used = config.expertsUsed();
        int inner = mixture.experts()[0].inner();
        products.multiply(mixture.router(), memory.normed, rows, at.scores(), config.experts());
        route.run(
                stream, at.scores(), at.chosen(), at.shares(), at.list(), at.bounds(), rows, config.experts(), used,
                config.architecture().expertSharesSumToOne);
        var gates = new Matrix[config.experts()];
        var ups = new Matrix[config.experts()];
        var downs = new Matrix[config.experts()];
        for (int e = 0; e < gates.length; e++) {
            FeedForward.Dense expert = mixture.experts()[e];
            if (expert.inner() != inner) {
                throw new IllegalArgumentException("experts " + inner + " and " + expert.inner() + " wide in one layer");
            }
            gates[e] = expert.gate();
            ups[e] = expert.up();
            downs[e] = expert.down();
        }
        all(gates, memory.normed, rows, used, rows, memory.gate, inner);
        all(ups, memory.normed, rows, used, rows, memory.up, inner);
        swiGlu.run(stream, memory.gate, memory.up, rows * used * inner);
        products.changed();
        all(downs, memory.gate, rows * used, 1, rows, at.results(), config.width());
        mix.run(stream, at.results(), at.shares(), memory.added, rows, config.width(), used);
        FeedForward.Shared shared = mixture.shared();
        if (shared != null) {
            shared(shared, rows);
        }
    }

    /// One launch where the experts lie one after the other, else one for each.
    private void all(Matrix[] experts, long x, int given, int perRow, int rows, long to, int stride) {
        PassMemory.Routing at = memory.routing;
        for (int e = 0; e < experts.length; ) {
            int end = e + 1;
            long apart = end < experts.length ? address(experts[end]) - address(experts[e]) : 0;
            while (end < experts.length
                    && experts[end].type() == experts[e].type()
                    && apart > 0
                    && address(experts[end]) - address(experts[end - 1]) == apart) {
                end++;
            }
            var routed = new Product.Routed(at.list(), at.bounds() + (long) e * Integer.BYTES, perRow, end - e, apart);
            products.multiply(experts[e], x, given, rows, to, stride, routed);
            e = end;
        }
    }

    private static long address(Matrix w) {
        return w.data().address();
    }

    private void shared(FeedForward.Shared shared, int rows) {
        PassMemory.Routing at = memory.routing;
        FeedForward.Dense expert = shared.expert();
        products.multiply(shared.gate(), memory.normed, rows, at.gates(), 1);
        products.multiply(expert.gate(), memory.normed, rows, memory.gate, expert.inner());
        products.multiply(expert.up(), memory.normed, rows, memory.up, expert.inner());
        swiGlu.run(stream, memory.gate, memory.up, rows * expert.inner());
        products.changed();
        products.multiply(expert.down(), memory.gate, rows, at.results(), config.width());
        mix.addShared(stream, at.results(), at.gates(), memory.added, rows, config.width());
    }
}
