package nmos.live.calibrate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import nmos.live.disk.DriveOptions;
import nmos.live.draft.DraftModel;
import nmos.live.kernel.Workers;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.shape.TensorType;
import org.jspecify.annotations.Nullable;

/// What was measured here.
///
/// @param measuredAt when, in UTC, to the second
/// @param tookNs how long measuring took
/// @param draft null where no draft model was named
/// @param gpu null where the processor plays one; else copies, products, layers, attention and drafts are its
/// @param warnings what makes some of it doubtful, a line each
public record Calibration(
        Here here,
        String measuredAt,
        long tookNs,
        int threads,
        DriveSpeeds drive,
        CopySpeeds copies,
        ProductSpeeds products,
        LayerSpeeds layers,
        AttentionSpeeds attention,
        BesideSpeeds beside,
        HostSpeeds host,
        @Nullable DraftSpeeds draft,
        @Nullable GpuSpeeds gpu,
        double othersShare,
        double stolenShare,
        List<String> warnings) {

    /// The version of the program that measured.
    public String version() {
        String version = Calibration.class.getPackage().getImplementationVersion();
        return version == null ? "(unpacked)" : version;
    }

    /// What it comes to, as a machine for scenarios: this computer with its GPU, or playing a small one.
    ///
    /// @throws nmos.scenarios.yaml.InvalidFile where a choice is impossible
    public Machine machine(MachineChoice choice) {
        return MachineOf.of(this, choice);
    }

    /// The same, with what is known at the end.
    Calibration took(long tookNs, Busy.Shares shares, List<String> warnings) {
        return new Calibration(
                here, measuredAt, tookNs, threads, drive, copies, products, layers, attention, beside, host, draft, gpu, shares.others(),
                shares.stolen(), warnings);
    }

    /// Whether a program plays the GPU: then nothing of this says how fast one is.
    public boolean played() {
        return gpu != null && gpu.facts().played();
    }

    public Calibration {
        warnings = List.copyOf(warnings);
    }

    /// Measures, on the calling thread and as many others as were asked for. Leaves no files.
    ///
    /// @throws IOException where the drive will not read or write
    /// @throws nmos.live.gguf.GgufException where a model file will not do
    /// @throws CalibrationStopped where the watch had enough, or the thread was interrupted
    public static Calibration measure(CalibrateOptions options, Watch watch) throws IOException {
        Path reads = options.readFrom();
        Here here = Here.look(reads == null ? options.folder() : reads);
        return measure(options, watch, here, here.lastCacheBytes());
    }

    /// `cache`: what has to be walked through for something to be out of the cache again.
    static Calibration measure(CalibrateOptions options, Watch watch, Here here, long cache) throws IOException {
        long beganNs = System.nanoTime();
        Session session = new Session(options, watch);
        Busy busy = new Busy();
        watch.at("writing", 0);
        try (DriveBench drive = new DriveBench(session);
                Workers workers = new Workers(options.threads());
                CopyBench copying = new CopyBench(session, cache);
                ProductBench products = new ProductBench(session, workers, cache)) {
            watch.at("reading", 0.03);
            DriveSpeeds drives = drive.measure();
            products.warm(0.1, 0.4);
            watch.at("copies", 0.4);
            Products first = products.products().values().iterator().next();
            first.rows(1);
            CopySpeeds copies = copying.measure(first::multiply);
            products.visit(0.43, 0.55);
            watch.at("attention", 0.55);
            AttentionSpeeds attention = AttentionBench.measure(session, workers);
            TensorType type = products.products().keySet().iterator().next();
            LayerSpeeds layers =
                    new LayerBench(session, workers, cache, attention.bytesPerSec()).measure(type, 0.6, 0.7);
            products.visit(0.7, 0.8);
            watch.at("computing beside copies", 0.8);
            long link = options.link().of(copies.besideComputing(), copies.floor());
            DriveSpeeds.Fit fit = drives.reads(DriveOptions.DEPTH);
            long disk = options.disk() instanceof Rate.Measured ? 0 : options.disk().of(fit.bytesPerSec(), fit.floor());
            BesideBench bench = new BesideBench(session, first);
            BesideSpeeds beside = new BesideSpeeds(
                    bench.beside(() -> new Copying(copying::copy, copying.room(), link)), bench.beside(() -> new Reads(drive.path(), disk)));
            watch.at("commands", 0.85);
            HostSpeeds host = HostBench.measure(session);
            Path draft = options.draft();
            watch.at("the draft model", 0.87);
            DraftSpeeds drafting = draft == null ? null : DraftBench.measure(session, draft, DraftModel.Ground.threads(options.threads()));
            products.visit(0.93, 1);
            ProductSpeeds speeds = products.speeds();
            Busy.Shares shares = busy.sinceThen();
            Plausible.compiled(session, speeds, copies);
            Plausible.drive(session, drives, copies);
            Plausible.layers(session, layers);
            Plausible.quiet(session, shares);
            watch.at("done", 1);
            return new Calibration(
                    here, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), System.nanoTime() - beganNs,
                    options.threads(), drives, copies, speeds, layers, attention, beside, host, drafting, null, shares.others(),
                    shares.stolen(), session.warnings());
        }
    }
}
