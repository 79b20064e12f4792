package nmos.harness.grid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.Place;
import nmos.scenarios.yaml.Spelling;

/// Several axes and the points they span, numbered from 0 in row-major order: the last axis changes fastest.
public record Axes(List<Axis> axes) {
    /// More is a slip of the pen.
    public static final int MOST_POINTS = 1_000_000;

    public Axes {
        axes = List.copyOf(axes);
    }

    /// Reads what `--vary` was given, in its order.
    ///
    /// @throws nmos.scenarios.yaml.InvalidFile where one is none, two fight over a field, or there are too many points
    public static Axes parse(List<String> texts) {
        List<Axis> axes = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        long points = 1;
        for (String text : texts) {
            Axis axis = Axis.parse(text);
            if (!paths.add(axis.path())) {
                throw Axis.error(text, axis.path() + " is varied twice, write its values in one --vary");
            }
            // A machine's own fields are set after its name, in whatever order they are written.
            if (!axis.path().equals("machine") && paths.stream().anyMatch(path -> path.startsWith(axis.path() + "."))) {
                throw Axis.error(text, "replaces all of " + axis.path() + ", and with it what another --vary sets there; write this one first");
            }
            points *= axis.values().size();
            if (points > MOST_POINTS) {
                throw Axis.error(text, "with this there are more than " + MOST_POINTS + " points, take larger steps or fewer axes");
            }
            axes.add(axis);
        }
        return new Axes(axes);
    }

    public int points() {
        int points = 1;
        for (Axis axis : axes) {
            points *= axis.values().size();
        }
        return points;
    }

    /// Where on each axis a point lies.
    public int[] indices(int point) {
        int[] indices = new int[axes.size()];
        int rest = point;
        for (int axis = axes.size() - 1; axis >= 0; axis--) {
            int size = axes.get(axis).values().size();
            indices[axis] = rest % size;
            rest /= size;
        }
        return indices;
    }

    /// The point that lies there.
    public int point(int[] indices) {
        int point = 0;
        for (int axis = 0; axis < axes.size(); axis++) {
            point = point * axes.get(axis).values().size() + indices[axis];
        }
        return point;
    }

    /// The point that settings with semicolons between them name, as in `speculation.k=4; kv.pageBytes=1MiB`. An axis of one value need not be
    /// named.
    ///
    /// @param option what to call it where it is none
    public int named(String option, String text) {
        int[] indices = new int[axes.size()];
        Arrays.fill(indices, -1);
        for (String setting : text.split(";", -1)) {
            int equals = setting.indexOf('=');
            String path = setting.substring(0, Math.max(0, equals)).strip();
            String value = setting.substring(equals + 1).strip();
            int axis = axes.stream().map(Axis::path).toList().indexOf(path);
            if (axis < 0) {
                throw new InvalidFile(new Place(option + " " + text, 0), "", "'" + setting.strip() + "' is on no axis; name a value of each of "
                        + String.join(", ", axes.stream().map(Axis::path).toList()) + ", with ; between them");
            }
            indices[axis] = axes.get(axis).values().indexOf(value);
            if (indices[axis] < 0) {
                throw new InvalidFile(new Place(option + " " + text, 0), path, Spelling.unknown("value", value, axes.get(axis).values()));
            }
        }
        for (int axis = 0; axis < indices.length; axis++) {
            if (indices[axis] < 0 && axes.get(axis).values().size() > 1) {
                throw new InvalidFile(new Place(option + " " + text, 0), "", "which value of " + axes.get(axis).path() + " is not said");
            }
            indices[axis] = Math.max(0, indices[axis]);
        }
        return point(indices);
    }

    /// A point as overrides of the scenario's fields.
    public List<String> settings(int point) {
        int[] indices = indices(point);
        List<String> settings = new ArrayList<>();
        for (int axis = 0; axis < indices.length; axis++) {
            settings.add(axes.get(axis).setting(indices[axis]));
        }
        return settings;
    }
}
