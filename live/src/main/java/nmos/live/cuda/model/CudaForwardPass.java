package nmos.live.cuda.model;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Add;
import nmos.live.cuda.kernel.Attend;
import nmos.live.cuda.kernel.Embed;
import nmos.live.cuda.kernel.Heads;
import nmos.live.cuda.kernel.Keep;
import nmos.live.cuda.kernel.Kernels;
import nmos.live.cuda.kernel.RmsNorm;
import nmos.live.cuda.kernel.SwiGlu;
import nmos.live.cuda.kernel.Top;
import nmos.live.device.Opened;
import nmos.live.kernel.Matrix;
import nmos.live.kv.AttentionMass;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvPage;
import nmos.live.kv.KvRuns;
import nmos.live.kv.PassRows;
import nmos.live.kv.Past;
import nmos.live.model.Architecture;
import nmos.live.model.FeedForward;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.model.RopeTable;

/// One pass on a device: [#begin], each layer in order, then logits of the rows that want them. Everything is put on one stream and
/// nothing is waited for, but that [#begin] waits until the tables of the pass before were copied. One thread.
public final class CudaForwardPass implements AutoCloseable {
    private final Driver driver;
    private final Driver.Stream stream;
    private final ModelConfig config;
    private final KvLayout kv;
    private final PassLimits limits;
    private final FirstNumbers first;
    private final Opened open = new Opened();
    private final PassMemory memory;
    private final ResidentVectors vectors;
    private final PassTables tables;
    private final KvRuns past;
    private final KvPage fresh;

    private final Products products;
    private final CudaMixture mixture;
    private final RmsNorm norm;
    private final Heads heads;
    private final Keep keep;
    private final Attend attend;
    private final SwiGlu swiGlu;
    private final Add add;
    private final Embed embed;
    private final Top top;

    private PassRows rows = new PassRows(new int[0], new int[0], new Past[0]);
    private boolean withMass;
    private int massLayers;
    private int mostSeen;
    private int[] wanted = {};

    /// `weights`: of the file; what is computed with is given layer by layer, but for norms and biases, which are copied here.
    public CudaForwardPass(
            Driver driver,
            Kernels kernels,
            Driver.Stream stream,
            ModelConfig config,
            ModelWeights weights,
            KvLayout kv,
            PassLimits limits,
            FirstNumbers first) {
        this.driver = driver;
        this.stream = stream;
        this.config = config;
        this.kv = kv;
        this.limits = limits;
        this.first = first;
        boolean made = false;
        try {
            long address = driver.allocate(new PassMemory(0, config, weights, kv, limits).bytes());
            open.add(() -> Driver.giveBack(() -> driver.free(address)));
            memory = new PassMemory(address, config, weights, kv, limits);
            vectors = open.add(new ResidentVectors(driver, stream, weights));
            tables = open.add(new PassTables(driver, stream, config, limits, new RopeTable(
                    config.ropeDims(), config.ropeBase(), config.ropeScaling(), config.architecture().turn, weights.ropeFactors())));
            past = new KvRuns(config.heads(), config.kvHeads());
            long freshBytes = kv.bytesPerPosition() * limits.rows();
            fresh = new KvPage(kv, limits.rows(), MemorySegment.ofAddress(memory.fresh).reinterpret(freshBytes));
            products = new Products(kernels, stream, memory.rounded);
            swiGlu = new SwiGlu(kernels);
            mixture = new CudaMixture(kernels, stream, config, memory, products, swiGlu);
            norm = new RmsNorm(kernels);
            heads = new Heads(kernels);
            keep = new Keep(kernels, kv.type());
            attend = new Attend(kernels, kv, config.heads());
            add = new Add(kernels);
            embed = new Embed(kernels);
            top = new Top(kernels);
            made = true;
        } finally {
            if (!made) {
                open.close();
            }
        }
    }

    /// Device memory that it will take.
    public static long bytes(ModelConfig config, ModelWeights weights, KvLayout kv, PassLimits limits) {
        return new PassMemory(0, config, weights, kv, limits).bytes() + ResidentVectors.bytes(weights) + PassTables.deviceBytes(config, limits);
    }

    public int mostRows() {
        return limits.rows();
    }

    /// Starts a pass whose layers from `firstLayer` on are computed here. `embeds`: the rows' first numbers are made here too, else
    /// somebody puts what they are by then to [#x].
    public void begin(PassRows rows, int firstLayer, boolean embeds, boolean withMass) {
        if (rows.count() > limits.rows()) {
            throw new IllegalArgumentException("a pass of " + rows.count() + " rows, where " + limits.rows() + " fit");
        }
        if (withMass && !limits.masses()) {
            throw new IllegalArgumentException("there is no memory set aside for where attention falls");
        }
        mostSeen = 0;
        for (int row = 0; row < rows.count(); row++) {
            if (rows.token(row) < 0 || rows.token(row) >= config.vocabulary()) {
                throw new IllegalArgumentException(
                        "token " + rows.token(row) + " is outside the vocabulary of " + config.vocabulary());
            }
            mostSeen = Math.max(mostSeen, rows.position(row) + 1);
        }
        if (mostSeen > limits.positions()) {
            throw new IllegalArgumentException("a row at position " + (mostSeen - 1) + ", where " + limits.positions() + " fit");
        }
        this.rows = rows;
        this.withMass = withMass;
        massLayers = 0;
        wanted = new int[0];
        products.changed();
        tables.free();
        past.begin(rows, firstLayer, withMass);
        if (rows.count() == 0) {
            return;
        }
        tables.begin(rows, past);
        if (withMass && past.massPages() > 0) {
            driver.fill(memory.masses, (byte) 0, (long) rows.count() * past.massPages() * Double.BYTES, stream);
        }
        if (embeds) {
            switch (first) {
                case FirstNumbers.FromHost(var embedding) -> tables.embed(rows, embedding, memory.x);
                case FirstNumbers.OnDevice(Matrix w) -> embed.run(stream, w, tables.tokensAddress(), memory.x, rows.count());
            }
        }
    }

    /// What goes from layer to layer, `(rows, width)` of floats on the device.
    public long x() {
        return memory.x;
    }

    /// One layer, whose matrices name device memory.
    public void layer(int index, LayerWeights w) {
        int count = rows.count();
        if (count == 0) {
            return;
        }
        past.needLayer(index);
        ResidentVectors.Layer its = vectors.layer(index);
        var turn = new Heads.Turn(
                tables.cosines(), tables.sines(), config.ropeDims() / 2, config.architecture().turn == Architecture.Turn.NEIGHBOURS);
        normTo(memory.normed, its.attentionNorm(), count);
        products.multiply(w.q(), memory.normed, count, memory.q, config.queryWidth());
        products.multiply(w.k(), memory.normed, count, memory.k, config.kvWidth());
        products.multiply(w.v(), memory.normed, count, memory.v, config.kvWidth());
        float epsilon = config.normEpsilon();
        heads.run(stream, memory.q, its.qBias(), its.qNorm(), turn, count, config.heads(), config.headWidth(), epsilon);
        heads.run(stream, memory.k, its.kBias(), its.kNorm(), turn, count, config.kvHeads(), config.headWidth(), epsilon);
        long freshLayer = memory.fresh + index * kv.layerBytes(limits.rows());
        keep.run(stream, memory.k, memory.v, its.vBias(), freshLayer, count, config.kvWidth(), limits.rows());
        attend(index, freshLayer, count);
        multiplyAndAdd(w.output(), memory.attended, count);

        normTo(memory.normed, its.feedForwardNorm(), count);
        switch (w.feedForward()) {
            case FeedForward.Dense dense -> {
                products.multiply(dense.gate(), memory.normed, count, memory.gate, dense.inner());
                products.multiply(dense.up(), memory.normed, count, memory.up, dense.inner());
                swiGlu.run(stream, memory.gate, memory.up, Math.multiplyExact(count, dense.inner()));
                multiplyAndAdd(dense.down(), memory.gate, count);
            }
            case FeedForward.Mixture experts -> {
                mixture.run(experts, count);
                add.run(stream, memory.x, memory.added, count * config.width());
            }
        }
    }

    private void normTo(long to, long weight, int count) {
        norm.run(stream, memory.x, 0, weight, to, count, config.width(), config.normEpsilon());
        products.changed();
    }

    private void multiplyAndAdd(Matrix w, long from, int count) {
        products.changed();
        products.multiply(w, from, count, memory.added, config.width());
        add.run(stream, memory.x, memory.added, count * config.width());
    }

    private void attend(int index, long freshLayer, int count) {
        Attend.Past seen = tables.layer(index, past, memory.runs);
        attend.run(
                stream, seen, memory.q, freshLayer, limits.rows(), memory.parts, memory.partsBytes, memory.attended, memory.greatest,
                count, mostSeen);
        if (withMass) {
            massLayers++;
            if (past.massPages() > 0) {
                attend.mass(stream, seen, memory.q, memory.greatest, memory.masses, count, past.massPages());
            }
        }
    }

    /// Logits that a part of the head's rows gives, from token `firstToken` on: row `i` of [#logits] is that of row `wanted[i]`. All
    /// parts of a pass are given the same `wanted`.
    public void logits(int[] wanted, Matrix headPart, int firstToken) {
        if (wanted.length == 0) {
            return;
        }
        if (wanted.length > limits.wanted()) {
            throw new IllegalArgumentException("logits of " + wanted.length + " rows, where " + limits.wanted() + " fit");
        }
        if (!Arrays.equals(wanted, this.wanted)) {
            if (this.wanted.length > 0) {
                // the ones before may not have been copied yet
                tables.free();
            }
            this.wanted = wanted.clone();
            tables.wanted(wanted);
            norm.run(
                    stream, memory.x, tables.wantedAddress(), vectors.outputNorm(), memory.chosen, wanted.length, config.width(),
                    config.normEpsilon());
            products.changed();
        }
        long to = memory.logits + (long) firstToken * Float.BYTES;
        products.multiply(headPart, memory.chosen, wanted.length, to, config.vocabulary());
    }

    /// `(wanted, vocabulary)` of floats on the device, for samplers that ask for all of it.
    public long logits() {
        return memory.logits;
    }

    /// Copies a [Top.Best] for each wanted row to pinned memory; once all parts of the head were given.
    public void top(MemorySegment to) {
        if (wanted.length > 0) {
            top.run(stream, memory.logits, memory.topParts, memory.tops, wanted.length, config.vocabulary(), config.vocabulary());
            driver.copyToHost(to.asSlice(0, wanted.length * Top.BYTES), memory.tops, stream);
        }
    }

    /// The rows' keys and values, layer by layer, in memory that is only named.
    public KvPage fresh() {
        return fresh;
    }

    /// What [#mass] wants of the device, in doubles: 0 where there is nothing to tell of.
    public int masses() {
        return withMass ? rows.count() * past.massPages() : 0;
    }

    /// Copies them to pinned memory.
    public void masses(MemorySegment to) {
        if (masses() > 0) {
            driver.copyToHost(to.asSlice(0, (long) masses() * Double.BYTES), memory.masses, stream);
        }
    }

    /// Where attention fell, of what [#masses] copied, which has arrived.
    public AttentionMass mass(double[] masses) {
        return past.mass(massLayers, masses);
    }

    /// What still runs must not need it.
    @Override
    public void close() {
        open.close();
    }
}
