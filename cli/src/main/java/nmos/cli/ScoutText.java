package nmos.cli;

import java.io.StringWriter;
import java.util.Formatter;
import java.util.Locale;
import nmos.scout.Calibration;
import nmos.scout.Confusion;
import nmos.scout.Evaluation;
import nmos.scout.Evaluation.Score;
import nmos.scout.Intent;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// How a scout did, for people and for programs.
final class ScoutText {
    private static final double PERCENT_PPM = 1e4;

    private ScoutText() {}

    static String plain(String what, Evaluation evaluation) {
        var out = new Formatter(Locale.ROOT);
        out.format("measured: %s%n", what);
        out.format("%ntyped   right at rank 1    1-2    1-3   mean of classes   confidence off by%n");
        for (Score score : evaluation.scores()) {
            out.format("%4d %% %14.1f %% %5.1f %% %5.1f %% %13.1f %% %17.1f %%%n", score.confusion().percent(),
                    percent(score.withinPpm().get(0)), percent(score.withinPpm().get(1)), percent(score.withinPpm().get(2)),
                    percent(score.balancedAccuracyPpm()), percent(score.calibration().errorPpm()));
        }
        for (Score score : evaluation.scores()) {
            confusion(out, score.confusion());
        }
        calibration(out, evaluation.scores().getLast());
        return out.toString();
    }

    private static void confusion(Formatter out, Confusion confusion) {
        out.format("%n%d %% typed, taken for (ppm)%n%-10s", confusion.percent(), "");
        for (Intent top : Intent.values()) {
            out.format(" %9s", top);
        }
        out.format("%n");
        for (Intent truth : Intent.values()) {
            out.format("%-4s %5d", truth, confusion.prompts(truth));
            for (Intent top : Intent.values()) {
                out.format(" %9d", confusion.ppm(truth, top));
            }
            out.format("%n");
        }
    }

    private static void calibration(Formatter out, Score score) {
        out.format("%n%d %% typed: confidence of the class ranked first%n  from    mean   right   prompts%n",
                score.confusion().percent());
        for (Calibration.Bin bin : score.calibration().bins()) {
            out.format("%4.0f %% %5.1f %% %5.1f %% %9d%n",
                    percent(bin.fromPpm()), percent(bin.meanPpm()), percent(bin.rightPpm()), bin.prompts());
        }
    }

    private static double percent(int ppm) {
        return ppm / PERCENT_PPM;
    }

    static String json(String what, Evaluation evaluation) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("kind", "measured");
            json.writeStringProperty("source", what);
            json.writeNumberProperty("prompts", evaluation.prompts());
            json.writeArrayPropertyStart("shares");
            for (Score score : evaluation.scores()) {
                json(json, score);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void json(JsonGenerator json, Score score) {
        json.writeStartObject();
        json.writeNumberProperty("typed_percent", score.confusion().percent());
        json.writeNumberProperty("accuracy_ppm", score.accuracyPpm());
        json.writeArrayPropertyStart("right_within_ppm");
        score.withinPpm().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeNumberProperty("balanced_accuracy_ppm", score.balancedAccuracyPpm());
        json.writeNumberProperty("calibration_error_ppm", score.calibration().errorPpm());
        json.writeObjectPropertyStart("confusion_ppm");
        for (Intent truth : Intent.values()) {
            json.writeObjectPropertyStart(truth.name());
            for (Intent top : Intent.values()) {
                json.writeNumberProperty(top.name(), score.confusion().ppm(truth, top));
            }
            json.writeNumberProperty("prompts", score.confusion().prompts(truth));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayPropertyStart("calibration");
        for (Calibration.Bin bin : score.calibration().bins()) {
            json.writeStartObject();
            json.writeNumberProperty("from_ppm", bin.fromPpm());
            json.writeNumberProperty("prompts", bin.prompts());
            json.writeNumberProperty("confidence_ppm", bin.meanPpm());
            json.writeNumberProperty("right_ppm", bin.rightPpm());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
