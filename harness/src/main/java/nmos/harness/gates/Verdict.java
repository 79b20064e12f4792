package nmos.harness.gates;

import java.util.List;

/// What a gate says of one thing it looked at.
public sealed interface Verdict {
    /// As it should be. `note`: what there is to know besides, mostly nothing.
    record Passed(String note) implements Verdict {
        /// Of which there is nothing more to know.
        public Passed() {
            this("");
        }
    }

    /// Not as it should be: how, a line each.
    record Failed(List<String> lines) implements Verdict {
        public Failed {
            lines = List.copyOf(lines);
        }
    }

    /// Nobody knows, and why.
    record Skipped(String why) implements Verdict {}

    default String word() {
        return switch (this) {
            case Passed _ -> "passed";
            case Failed _ -> "failed";
            case Skipped _ -> "skipped";
        };
    }

    /// All there is to say of it, a line each.
    default List<String> lines() {
        return switch (this) {
            case Passed passed -> passed.note().isEmpty() ? List.of() : List.of(passed.note());
            case Failed failed -> failed.lines();
            case Skipped skipped -> List.of(skipped.why());
        };
    }
}
