package nmos.live.calibrate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nmos.live.cuda.DevicePass;
import nmos.live.cuda.Gpu;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.model.PassLimits;
import nmos.live.device.Opened;
import nmos.live.device.Storage;
import nmos.live.disk.DriveOptions;
import nmos.live.draft.DraftModel;
import nmos.live.kernel.Matrix;
import nmos.live.kv.KvLayout;
import nmos.live.model.Forward;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.scenarios.shape.TensorType;

/// A calibration of a computer with a GPU: what computes is the GPU, and the link is the one to it.
public final class GpuCalibration {
    /// Of the memory that is free there.
    private static final double USED = 0.9;

    private final Session session;
    private final GpuBench bench;

    private GpuCalibration(Session session, GpuBench bench) {
        this.session = session;
        this.bench = bench;
    }

    /// As [Calibration#measure]. `driver` is closed, whatever happens.
    ///
    /// @throws nmos.live.cuda.driver.CudaException where the device fails
    public static Calibration measure(Driver driver, CalibrateOptions options, Watch watch) throws IOException {
        Path reads = options.readFrom();
        long beganNs = System.nanoTime();
        Session session = new Session(options, watch);
        Busy busy = new Busy();
        Driver.Memory memory;
        Here here;
        boolean asked = false;
        try {
            here = Here.look(reads == null ? options.folder() : reads);
            memory = driver.memory();
            asked = true;
        } finally {
            if (!asked) {
                driver.close();
            }
        }
        watch.at("writing", 0);
        try (Gpu gpu = new Gpu(driver, (long) (memory.freeBytes() * USED));
                GpuBench bench = new GpuBench(session, gpu);
                DriveBench drive = new DriveBench(session)) {
            DriveSpeeds drives = drive.measure();
            var its = new GpuCalibration(session, bench);
            Calibration measured = its.measure(here, memory, drive, drives);
            Busy.Shares shares = busy.sinceThen();
            Plausible.quiet(session, shares);
            watch.at("done", 1);
            return measured.took(System.nanoTime() - beganNs, shares, session.warnings());
        }
    }

    private Calibration measure(Here here, Driver.Memory memory, DriveBench drive, DriveSpeeds drives) throws IOException {
        CalibrateOptions options = session.options;
        Watch watch = session.watch;
        try (Arena arena = Arena.ofShared();
                GpuCopyBench copying = new GpuCopyBench(bench)) {
            watch.at("copies", 0.2);
            copying.measure();
            watch.at("launches and kernels", 0.3);
            var kernels = new GpuKernelBench(bench);
            List<Timing> overheads = kernels.overheads();
            long within = kernels.withinBytesPerSec();
            List<GpuSpeeds.Kernel> rowKernels = kernels.kernels();
            Map<TensorType, List<List<Matrix>>> weights = Weights.of(options, 0, arena);
            ProductSpeeds products = products(weights);
            watch.at("attention", 0.65);
            AttentionSpeeds attention = GpuAttentionBench.measure(bench);
            watch.at("layers", 0.7);
            TensorType type = weights.keySet().iterator().next();
            LayerSpeeds layers = GpuLayerBench.measure(bench, type, attention.bytesPerSec());
            Plausible.layers(session, layers);
            watch.at("computing beside copies", 0.8);
            GpuSpeeds gpu;
            BesideSpeeds beside;
            try (GpuProducts some = new GpuProducts(bench, weights.values().iterator().next().getFirst(), session.effort.mostRows())) {
                some.rows(1);
                BesideBench.Work work = some.waitedFor();
                CopySpeeds up = copying.speeds(GpuSpeeds.Way.UP, work::multiply);
                CopySpeeds down = copying.speeds(GpuSpeeds.Way.DOWN, work::multiply);
                gpu = new GpuSpeeds(
                        bench.driver.facts(), memory, up, down, copying.copies(), overheads.get(0), overheads.get(1), overheads.get(2),
                        overheads.get(3), within, rowKernels);
                beside = beside(work, copying, drive.path(), drives, options.link().of(up.besideComputing(), up.floor()));
            }
            watch.at("commands", 0.9);
            HostSpeeds host = HostBench.measure(session);
            Path draft = options.draft();
            watch.at("the draft model", 0.92);
            DraftSpeeds drafting = draft == null ? null : DraftBench.measure(session, draft, ground());
            return new Calibration(
                    here, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), 0, options.threads(), drives, gpu.up(), products,
                    layers, attention, beside, host, drafting, gpu, 0, 0, List.of());
        }
    }

    private ProductSpeeds products(Map<TensorType, List<List<Matrix>>> weights) {
        List<ProductSpeeds.OfType> types = new ArrayList<>();
        weights.forEach((type, units) -> {
            session.watch.at("products with " + type, 0.4 + 0.25 * types.size() / weights.size());
            try (GpuProducts some = new GpuProducts(bench, units.getFirst(), session.effort.mostRows())) {
                types.add(some.measure(type));
            }
        });
        return new ProductSpeeds(types);
    }

    private BesideSpeeds beside(BesideBench.Work work, GpuCopyBench copying, Path file, DriveSpeeds drives, long link)
            throws IOException {
        DriveSpeeds.Fit fit = drives.reads(DriveOptions.DEPTH);
        Rate rate = session.options.disk();
        long disk = rate instanceof Rate.Measured ? 0 : rate.of(fit.bytesPerSec(), fit.floor());
        BesideBench beside = new BesideBench(session, work);
        return new BesideSpeeds(
                beside.beside(() -> new Copying(copying.link(), copying.room(), link)), beside.beside(() -> new Reads(file, disk)));
    }

    /// Where a live run with a GPU has its draft model.
    private DraftModel.Ground ground() {
        return new DraftModel.Ground() {
            @Override
            public Forward passes(ModelConfig config, ModelWeights weights, KvLayout kv, int rows, int positions, int pages) {
                return DevicePass.resident("draft: ", bench.gpu, config, weights, kv, new PassLimits(rows, rows, positions, pages, false));
            }

            @Override
            public Storage storage() {
                return bench.gpu.memory();
            }
        };
    }
}
