package nmos.live.calibrate;

import java.io.StringWriter;
import java.util.Locale;
import nmos.live.cuda.driver.DeviceFacts;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// All that was measured, for programs: each point's median and quartiles, what was fitted to them, and how far off that is.
public final class CalibrationJson {
    private final JsonGenerator json;

    private CalibrationJson(JsonGenerator json) {
        this.json = json;
    }

    /// On one line.
    public static String line(Calibration c) {
        return text(c, ObjectWriteContext.empty());
    }

    /// For a file, indented.
    public static String file(Calibration c) {
        var pretty = new DefaultPrettyPrinter();
        return text(c, new ObjectWriteContext.Base() {
            @Override
            public PrettyPrinter getPrettyPrinter() {
                return pretty.createInstance();
            }

            @Override
            public boolean hasPrettyPrinter() {
                return true;
            }
        });
    }

    private static String text(Calibration c, ObjectWriteContext context) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(context, text)) {
            new CalibrationJson(json).write(c);
        }
        return text.toString();
    }

    private void write(Calibration c) {
        json.writeStartObject();
        json.writeStringProperty("kind", c.played() ? "played" : "measured");
        json.writeStringProperty("measured_at", c.measuredAt());
        json.writeStringProperty("nmos", c.version());
        json.writeNumberProperty("took_s", c.tookNs() / 1e9);
        json.writeNumberProperty("threads", c.threads());
        host(c);
        drive(c.drive());
        copies(c.copies());
        products(c.products());
        layers(c.layers());
        attention(c.attention());
        beside(c.beside());
        json.writeName("command");
        json.writeStartObject();
        timing("lone", c.host().lone());
        timing("of_32_at_once", c.host().burst());
        json.writeEndObject();
        DraftSpeeds draft = c.draft();
        if (draft != null) {
            draft(draft);
        }
        GpuSpeeds gpu = c.gpu();
        if (gpu != null) {
            gpu(gpu);
        }
        json.writeName("warnings");
        json.writeStartArray();
        c.warnings().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void host(Calibration c) {
        Here here = c.here();
        json.writeName("host");
        json.writeStartObject();
        json.writeStringProperty("processor", here.processor());
        json.writeNumberProperty("cores", here.cores());
        json.writeNumberProperty("memory_bytes", here.memoryBytes());
        json.writeNumberProperty("free_bytes", here.freeBytes());
        json.writeNumberProperty("last_cache_bytes", here.lastCacheBytes());
        json.writeStringProperty("system", here.system());
        json.writeNumberProperty("others_share", c.othersShare());
        json.writeNumberProperty("stolen_share", c.stolenShare());
        json.writeEndObject();
    }

    private void drive(DriveSpeeds drive) {
        json.writeName("drive");
        json.writeStartObject();
        json.writeStringProperty("path", drive.path());
        json.writeBooleanProperty("scratch", drive.scratch());
        json.writeStringProperty("how", drive.how());
        json.writeNumberProperty("page_cache_bytes_per_s", drive.again());
        each("points", drive.points(), p -> {
            json.writeBooleanProperty("write", p.write());
            json.writeNumberProperty("depth", p.depth());
            json.writeNumberProperty("bytes", p.bytes());
            timing("each", p.each());
        });
        each("fits", drive.fits(), fit -> {
            json.writeBooleanProperty("write", fit.write());
            json.writeNumberProperty("depth", fit.depth());
            json.writeNumberProperty("latency_ns", fit.latencyNs());
            json.writeNumberProperty("bytes_per_s", fit.bytesPerSec());
            json.writeNumberProperty("floor_bytes_per_s", fit.floor());
            off(fit.typicalOff(), fit.worstOff());
        });
        json.writeEndObject();
    }

    private void gpu(GpuSpeeds gpu) {
        json.writeName("gpu");
        json.writeStartObject();
        DeviceFacts facts = gpu.facts();
        json.writeStringProperty("name", facts.name());
        json.writeBooleanProperty("played", facts.played());
        json.writeStringProperty("bus", facts.busId());
        json.writeStringProperty("driver_cuda", facts.version());
        json.writeStringProperty("architecture", facts.architecture());
        json.writeNumberProperty("multiprocessors", facts.multiprocessors());
        json.writeNumberProperty("l2_bytes", facts.l2Bytes());
        json.writeNumberProperty("copy_engines", facts.copyEngines());
        json.writeNumberProperty("memory_bytes", gpu.memory().totalBytes());
        json.writeNumberProperty("free_bytes", gpu.memory().freeBytes());
        copies("down", gpu.down());
        each("copies", gpu.copies(), c -> {
            json.writeStringProperty("way", c.way().name().toLowerCase(Locale.ROOT));
            json.writeBooleanProperty("pinned", c.pinned());
            json.writeNumberProperty("bytes", c.bytes());
            json.writeNumberProperty("bytes_per_s", c.each().perSec(c.bytes()));
            timing("each", c.each());
        });
        timing("launch", gpu.launch());
        timing("launch_of_256_at_once", gpu.launched());
        timing("event", gpu.event());
        timing("event_of_256_at_once", gpu.recorded());
        json.writeNumberProperty("copied_within_bytes_per_s", gpu.withinBytesPerSec());
        each("kernels", gpu.kernels(), k -> {
            json.writeStringProperty("kernel", k.name());
            json.writeNumberProperty("rows", k.rows());
            timing("time", k.time());
        });
        json.writeEndObject();
    }

    private void copies(CopySpeeds copies) {
        copies("copies", copies);
    }

    private void copies(String name, CopySpeeds copies) {
        json.writeName(name);
        json.writeStartObject();
        each("points", copies.points(), p -> {
            json.writeBooleanProperty("beside_computing", p.besideComputing());
            json.writeNumberProperty("bytes", p.bytes());
            timing("each", p.each());
        });
        json.writeNumberProperty("latency_ns", copies.latencyNs());
        json.writeNumberProperty("bytes_per_s", copies.bytesPerSec());
        json.writeNumberProperty("beside_computing_bytes_per_s", copies.besideComputing());
        json.writeNumberProperty("floor_bytes_per_s", copies.floor());
        json.writeEndObject();
    }

    private void products(ProductSpeeds products) {
        each("products", products.types(), type -> {
            json.writeStringProperty("type", type.type().name());
            json.writeNumberProperty("bytes", type.bytes());
            json.writeStringProperty("matrices", type.matrices());
            each("points", type.points(), p -> {
                json.writeNumberProperty("rows", p.rows());
                json.writeNumberProperty("bytes_per_s", p.time().perSec(type.bytes()));
                timing("time", p.time());
            });
        });
    }

    private void layers(LayerSpeeds layers) {
        json.writeName("layers");
        json.writeStartObject();
        each("points", layers.points(), p -> {
            json.writeStringProperty("layer", p.layer());
            json.writeNumberProperty("elements", p.elements());
            json.writeNumberProperty("rows", p.rows());
            timing("time", p.time());
            timing("products", p.products());
            json.writeNumberProperty("attention_ns", p.attentionNs());
        });
        json.writeNumberProperty("fixed_ns", layers.fixedNs());
        json.writeNumberProperty("elements_per_s", layers.elementsPerSec());
        off(layers.typicalOff(), layers.worstOff());
        json.writeEndObject();
    }

    private void attention(AttentionSpeeds attention) {
        json.writeName("attention");
        json.writeStartObject();
        each("points", attention.points(), p -> {
            json.writeNumberProperty("rows", p.rows());
            json.writeNumberProperty("tokens", p.tokens());
            json.writeNumberProperty("kv_bytes", p.kvBytes());
            timing("time", p.time());
        });
        json.writeNumberProperty("bytes_per_s", attention.bytesPerSec());
        json.writeNumberProperty("lone_row_bytes_per_s", attention.loneRow());
        json.writeNumberProperty("several_rows_bytes_per_s", attention.severalRows());
        off(attention.typicalOff(), attention.worstOff());
        json.writeEndObject();
    }

    private void beside(BesideSpeeds beside) {
        beside("beside_copies", beside.copies());
        beside("beside_reads", beside.reads());
    }

    private void beside(String name, BesideSpeeds.Beside beside) {
        json.writeName(name);
        json.writeStartObject();
        json.writeNumberProperty("bytes_per_s", beside.bytesPerSec());
        each("points", beside.points(), p -> {
            json.writeNumberProperty("rows", p.rows());
            timing("alone", p.alone());
            timing("beside", p.beside());
        });
        json.writeNumberProperty("left_ppm", beside.ppm());
        json.writeEndObject();
    }

    private void draft(DraftSpeeds draft) {
        json.writeName("draft");
        json.writeStartObject();
        json.writeStringProperty("model", draft.model());
        each("points", draft.points(), p -> {
            json.writeNumberProperty("levels", p.levels());
            json.writeNumberProperty("nodes", p.nodes());
            timing("time", p.time());
        });
        json.writeNumberProperty("level_ns", draft.levelNs());
        json.writeNumberProperty("node_ns", draft.nodeNs());
        timing("row", draft.row());
        off(draft.typicalOff(), draft.worstOff());
        json.writeEndObject();
    }

    private interface Fields<T> {
        void of(T one);
    }

    private <T> void each(String name, Iterable<T> all, Fields<T> fields) {
        json.writeName(name);
        json.writeStartArray();
        for (T one : all) {
            json.writeStartObject();
            fields.of(one);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void off(double typical, double worst) {
        json.writeNumberProperty("half_within", typical);
        json.writeNumberProperty("all_within", worst);
    }

    private void timing(String name, Timing timing) {
        json.writeName(name);
        json.writeStartObject();
        json.writeNumberProperty("median_ns", timing.medianNs());
        json.writeNumberProperty("low_quartile_ns", timing.lowNs());
        json.writeNumberProperty("high_quartile_ns", timing.highNs());
        json.writeNumberProperty("repeats", timing.repeats());
        json.writeEndObject();
    }
}
