package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Top;
import nmos.live.cuda.model.CudaForwardPass;
import nmos.live.cuda.model.FirstNumbers;
import nmos.live.cuda.model.PassLimits;
import nmos.live.device.Opened;
import nmos.live.device.Storage;
import nmos.live.kernel.Matrix;
import nmos.live.kv.AttentionMass;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvPage;
import nmos.live.kv.PassRows;
import nmos.live.kv.Past;
import nmos.live.model.Forward;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;

/// Passes on the device for whoever computes passes anywhere: what the host has to know comes back with [#finish], and how long the device
/// worked is told by its events.
public final class DevicePass implements Forward {
    /// Of logits that come back: all of them, or those of each row's best tokens, where the rest can only lose.
    public enum Logits {
        ALL,
        BEST
    }

    private static final String STREAM = "device compute";

    private final String name;
    private final Gpu gpu;
    private final Driver driver;
    private final Driver.Stream stream;
    private final ModelConfig config;
    private final ModelWeights weights;
    private final PassLimits limits;
    private final int firstLayer;
    private final int lastLayer;
    private final Logits logits;
    private final Opened open = new Opened();
    private final CudaForwardPass pass;
    private final Driver.Event began;
    private final Driver.Event ended;
    /// (rows, width), and (wanted, vocabulary) or (wanted) of [Top.Best]
    private final MemorySegment rowsHost;
    private final MemorySegment logitsHost;
    /// (rows, pages) of doubles, empty where nobody asks for them
    private final MemorySegment massesHost;
    private final KvPage fresh;
    /// Closed after all else.
    private final Opened after = new Opened();
    private AttentionMass mass;
    private PassRows rows = new PassRows(new int[0], new int[0], new Past[0]);
    private boolean withMass;
    /// The pass's last layer here was put on the stream, and where attention fell was not brought yet.
    private boolean massDue;
    private boolean underWay;
    private Waited waited = Waited.NOTHING;
    /// Made when first needed, and used again once what they stand around has been told.
    private final List<Driver.Event> marks = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();

    /// Logits that were asked for since the last time: of tokens `[from, to)`.
    private record Waited(int rows, int from, int to, float[] into, int stride) {
        static final Waited NOTHING = new Waited(0, 0, 0, new float[0], 0);
    }

    /// What was put on the stream between two events.
    private record Piece(String what, DeviceTimeline.Anchor anchor, Driver.Event from, Driver.Event to) {}

    /// `name`: what is computed is called so in the timeline. `firstLayer`: the first that is computed here. `weights`: of the file; see
    /// [CudaForwardPass].
    public DevicePass(
            String name,
            Gpu gpu,
            ModelConfig config,
            ModelWeights weights,
            KvLayout kv,
            PassLimits limits,
            FirstNumbers first,
            int firstLayer,
            Logits logits) {
        this(name, gpu, config, weights, kv, limits, first, firstLayer, config.layers() - 1, logits);
    }

    /// `lastLayer`: the last that is computed here. Where attention fell is brought once that is.
    public DevicePass(
            String name,
            Gpu gpu,
            ModelConfig config,
            ModelWeights weights,
            KvLayout kv,
            PassLimits limits,
            FirstNumbers first,
            int firstLayer,
            int lastLayer,
            Logits logits) {
        this.name = name;
        this.gpu = gpu;
        this.config = config;
        this.weights = weights;
        this.limits = limits;
        this.firstLayer = firstLayer;
        this.lastLayer = lastLayer;
        this.logits = logits;
        driver = gpu.driver();
        stream = gpu.compute();
        boolean made = false;
        try {
            long bytes = CudaForwardPass.bytes(config, weights, kv, limits);
            open.add(gpu.memory().claim(bytes));
            pass = new CudaForwardPass(driver, gpu.kernels(), stream, config, weights, kv, limits, first);
            open.add(() -> Driver.giveBack(pass::close));
            gpu.memory().look();
            began = event();
            ended = event();
            rowsHost = pinned((long) limits.rows() * config.width() * Float.BYTES);
            long each = logits == Logits.BEST ? Top.BYTES : (long) config.vocabulary() * Float.BYTES;
            logitsHost = pinned(limits.wanted() * each);
            massesHost = limits.masses() ? pinned(Math.max(1, (long) limits.rows() * limits.pages() * Double.BYTES)) : MemorySegment.NULL;
            mass = pass.mass(new double[0]);
            long freshBytes = kv.bytesPerPosition() * limits.rows();
            fresh = new KvPage(kv, limits.rows(), DeviceMemory.named(pass.fresh().layer(0).address(), freshBytes), gpu.memory());
            made = true;
        } finally {
            if (!made) {
                open.close();
            }
        }
    }

    /// Passes of a model all of whose weights are on the device for as long as this is open.
    public static DevicePass resident(String name, Gpu gpu, ModelConfig config, ModelWeights file, KvLayout kv, PassLimits limits) {
        ResidentWeights there = new ResidentWeights(gpu, file);
        boolean made = false;
        try {
            var pass = new DevicePass(name, gpu, config, there.weights(), kv, limits, there.first(), 0, Logits.ALL);
            pass.after.add(there);
            made = true;
            return pass;
        } finally {
            if (!made) {
                there.close();
            }
        }
    }

    private Driver.Event event() {
        Driver.Event event = driver.event(true);
        open.add(() -> Driver.giveBack(() -> driver.destroy(event)));
        return event;
    }

    private MemorySegment pinned(long bytes) {
        Storage.Held held = gpu.pinned().allocate(bytes, 4096);
        open.add(() -> held.leave().run());
        return held.data();
    }

    @Override
    public int mostRows() {
        return limits.rows();
    }

    @Override
    public void begin(PassRows rows, boolean withMass) {
        begin(rows, withMass, true);
    }

    @Override
    public void join(PassRows rows, boolean withMass) {
        begin(rows, withMass, false);
    }

    private void begin(PassRows rows, boolean withMass, boolean embeds) {
        // of a pass before that nobody finished nothing is wanted; what it still does comes before this one on the stream
        underWay = false;
        waited = Waited.NOTHING;
        this.rows = rows;
        this.withMass = withMass;
        massDue = false;
        tell();
        start();
        timed("begin", () -> pass.begin(rows, firstLayer, embeds, withMass));
    }

    private void timed(String what, Runnable work) {
        DeviceTimeline.Anchor anchor = gpu.timeline().anchor();
        Driver.Event from = mark(2 * pieces.size());
        Driver.Event to = mark(2 * pieces.size() + 1);
        driver.record(from, stream);
        work.run();
        driver.record(to, stream);
        pieces.add(new Piece(what, anchor, from, to));
    }

    private Driver.Event mark(int index) {
        if (index == marks.size()) {
            marks.add(event());
        }
        return marks.get(index);
    }

    /// Nobody may have waited for passes that were only to leave keys and values: of those it is told once all has happened.
    private void tell() {
        if (pieces.isEmpty() || !driver.happened(pieces.getLast().to)) {
            return;
        }
        pieces.forEach(piece -> gpu.timeline().add(STREAM, name + piece.what, 0, 0, piece.anchor, piece.from, piece.to));
        pieces.clear();
    }

    private void start() {
        gpu.givenUp().refuse();
        if (!underWay) {
            underWay = true;
            driver.record(began, stream);
        }
    }

    private MemorySegment numbers() {
        return rowsHost.asSlice(0, (long) rows.count() * config.width() * Float.BYTES);
    }

    @Override
    public void get(float[] x) {
        driver.copyToHost(numbers(), pass.x(), stream);
        driver.synchronise(stream);
        MemorySegment.copy(rowsHost, ValueLayout.JAVA_FLOAT, 0, x, 0, rows.count() * config.width());
    }

    @Override
    public void put(float[] x) {
        start();
        // of the pass's earlier rows nothing is on its way: somebody computed in between
        driver.synchronise(stream);
        MemorySegment.copy(x, 0, rowsHost, ValueLayout.JAVA_FLOAT, 0, rows.count() * config.width());
        driver.copyToDevice(pass.x(), numbers(), stream);
    }

    @Override
    public void layers() {
        for (int layer = 0; layer < config.layers(); layer++) {
            layer(layer, weights.layers()[layer]);
        }
    }

    @Override
    public void layer(int index, LayerWeights w) {
        start();
        timed("layer " + index, () -> pass.layer(index, w));
        massDue |= withMass && index == lastLayer;
    }

    @Override
    public void logits(int first, int count, float[] into) {
        logits(IntStream.range(first, first + count).toArray(), weights.head(), into, 0, config.vocabulary());
        finish();
    }

    @Override
    public void logits(int[] wanted, Matrix headPart, float[] into, int at, int stride) {
        start();
        timed("head from token " + at, () -> pass.logits(wanted, headPart, at));
        int from = waited.rows == 0 ? at : waited.from;
        waited = new Waited(wanted.length, from, at + headPart.rows(), into, stride);
    }

    @Override
    public long finish() {
        if (!underWay) {
            return 0;
        }
        underWay = false;
        Waited now = waited;
        waited = Waited.NOTHING;
        boolean best = logits == Logits.BEST && now.to == config.vocabulary();
        if (best) {
            timed("best tokens", () -> pass.top(logitsHost));
        } else if (logits == Logits.ALL) {
            bring(now);
        }
        boolean withMasses = massDue;
        massDue = false;
        if (withMasses) {
            pass.masses(massesHost);
        }
        driver.record(ended, stream);
        driver.synchronise(ended);
        tell();
        if (best) {
            spread(now);
        } else if (logits == Logits.ALL) {
            hand(now);
        }
        if (withMasses) {
            mass = pass.mass(massesHost.asSlice(0, (long) pass.masses() * Double.BYTES).toArray(ValueLayout.JAVA_DOUBLE));
        }
        return driver.nsBetween(began, ended);
    }

    /// One row's tokens after the other's.
    private void bring(Waited of) {
        long bytes = (long) (of.to - of.from) * Float.BYTES;
        for (int row = 0; row < of.rows; row++) {
            long from = pass.logits() + ((long) row * config.vocabulary() + of.from) * Float.BYTES;
            driver.copyToHost(logitsHost.asSlice(row * bytes, bytes), from, stream);
        }
    }

    private void hand(Waited of) {
        int count = of.to - of.from;
        for (int row = 0; row < of.rows; row++) {
            MemorySegment.copy(
                    logitsHost, ValueLayout.JAVA_FLOAT, (long) row * count * Float.BYTES, of.into, row * of.stride + of.from, count);
        }
    }

    /// All tokens but a row's best are out of the question.
    private void spread(Waited of) {
        for (int row = 0; row < of.rows; row++) {
            int at = row * of.stride;
            Arrays.fill(of.into, at, at + config.vocabulary(), Float.NEGATIVE_INFINITY);
            Top.Best best = Top.Best.read(logitsHost, row);
            if (Float.isNaN(best.logSum())) {
                throw new ArithmeticException("row " + row + " has a logit that is not a number");
            }
            for (int i = 0; i < best.tokens().length; i++) {
                of.into[at + best.tokens()[i]] = best.logits()[i];
            }
        }
    }

    @Override
    public KvPage fresh() {
        return fresh;
    }

    @Override
    public AttentionMass mass() {
        return mass;
    }

    /// Of a pass that nobody finished copies may be under way to what goes now.
    @Override
    public void close() {
        Driver.giveBack(() -> driver.synchronise(stream));
        open.close();
        after.close();
    }
}
