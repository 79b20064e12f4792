package nmos.sim.station;

import java.util.ArrayList;
import java.util.List;
import nmos.sim.calendar.Calendar;
import nmos.world.run.Report;

/// Writes down what stations report, with the time of the report.
final class Timeline {
    private final Calendar calendar;
    final List<String> lines = new ArrayList<>();

    Timeline(Calendar calendar) {
        this.calendar = calendar;
    }

    Report as(String name) {
        return (outcome, busyNs) -> lines.add(calendar.nowNs() + " " + name + " " + outcome + " busy " + busyNs);
    }
}
