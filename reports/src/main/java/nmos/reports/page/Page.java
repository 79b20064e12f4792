package nmos.reports.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import nmos.reports.chart.Chart;
import nmos.reports.chart.Ink;
import nmos.reports.chart.Key;
import nmos.reports.chart.Svg;
import nmos.reports.chart.Table;

/// One page, put together section by section. It holds all it shows: style, charts and numbers.
final class Page {
    private final Html body = new Html();
    private final Html contents = new Html();
    private final List<Chart> charts = new ArrayList<>();
    private final String title;

    Page(String title) {
        this.title = title;
    }

    List<Chart> charts() {
        return List.copyOf(charts);
    }

    /// What comes before all sections: what it is, and what is to be known of it before any figure.
    Page head(List<String> labels, String verdict, List<String> more) {
        body.open("header").element("p", "NMOS report", "class", "kicker").element("h1", title);
        if (!labels.isEmpty()) {
            body.open("p", "class", "labels");
            labels.forEach(label -> body.element("span", label, "class", "label" + world(label)).text(" "));
            body.close();
        }
        body.element("p", verdict, "class", "verdict");
        more.forEach(line -> body.element("p", line));
        body.close().line();
        return this;
    }

    private static String world(String label) {
        return label.equals("simulated") ? " sim" : label.equals("measured") || label.equals("paced") ? " mea" : "";
    }

    Page section(String id, String heading) {
        contents.open("a", "href", "#" + id).text(heading).close().text(" ");
        body.open("section", "id", id).element("h2", heading);
        return this;
    }

    Page end() {
        body.close().line();
        return this;
    }

    Page text(String text) {
        body.element("p", text);
        return this;
    }

    Page code(String command) {
        body.open("pre", "tabindex", "0", "aria-label", "command").element("code", command).close();
        return this;
    }

    Page lines(List<String> lines) {
        body.open("ul");
        lines.forEach(line -> body.element("li", line));
        body.close();
        return this;
    }

    /// Names and what they are.
    Page facts(List<List<String>> facts) {
        body.open("dl");
        facts.forEach(fact -> body.open("div").element("dt", fact.get(0)).element("dd", fact.get(1)).close());
        body.close();
        return this;
    }

    Page table(Table table) {
        table(body, table);
        return this;
    }

    /// A table that is there for those who ask.
    Page folded(String summary, Table table) {
        body.open("details").element("summary", summary);
        table(body, table);
        body.close();
        return this;
    }

    /// Charts beside each other where there is room.
    Page charts(List<? extends Shown> all) {
        body.open("div", "class", "charts");
        for (Shown shown : all) {
            switch (shown) {
                case Shown.Drawn(Chart chart, String caption) -> figure(chart, caption);
                case Shown.Listed(Table table) -> {
                    body.open("div");
                    table(body, table);
                    body.close();
                }
                case Shown.Missing(String what, String why) ->
                    body.open("p", "class", "missing").element("strong", what + ": ").text("not drawn, " + why + ".").close();
            }
        }
        body.close();
        return this;
    }

    private void figure(Chart chart, String caption) {
        charts.add(chart);
        body.line().open("figure", "id", chart.name(), "class", chart.wide() ? "wide" : "half").element("h3", chart.title());
        if (!chart.keys().isEmpty()) {
            body.open("ul", "class", "keys", "aria-hidden", "true");
            for (Key key : chart.keys()) {
                body.open("li").element("i", "", "class", key.mark().name().toLowerCase(Locale.ROOT) + " k-" + key.ink().label())
                        .text(key.label()).close();
            }
            body.close();
        }
        body.open("div", "class", "draw", "tabindex", "0", "role", "group", "aria-label", chart.title()).markup(Svg.of(chart)).close();
        if (!caption.isEmpty()) {
            body.element("figcaption", caption);
        }
        body.open("details").element("summary", "Data");
        table(body, chart.data());
        body.close().close();
    }

    private static void table(Html html, Table table) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", table.caption());
        html.open("table").element("caption", table.caption());
        html.open("thead").open("tr");
        for (Table.Column column : table.columns()) {
            html.element("th", column.heading(), column.number() ? new String[] {"scope", "col", "class", "n"} : new String[] {"scope", "col"});
        }
        html.close().close().open("tbody");
        for (List<String> row : table.rows()) {
            html.open("tr");
            for (int i = 0; i < row.size(); i++) {
                boolean number = table.columns().get(i).number();
                html.element(i == 0 ? "th" : "td", row.get(i), i == 0
                        ? number ? new String[] {"scope", "row", "class", "n"} : new String[] {"scope", "row"}
                        : number ? new String[] {"class", "n"} : new String[0]);
            }
            html.close();
        }
        html.close().close();
        if (table.cut() > 0) {
            html.element("p", "The first " + table.rows().size() + " of " + table.cut() + " rows.", "class", "cut");
        }
        html.close();
    }

    String written() {
        Html page = new Html();
        page.markup("<!DOCTYPE html>\n").open("html", "lang", "en").open("head").markup("<meta charset=\"utf-8\">")
                .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .markup("<meta name=\"color-scheme\" content=\"light dark\">")
                .element("title", title + " \u00b7 NMOS report")
                .open("style").markup(style()).close().close().line();
        page.open("body").open("main").markup(body.written().replaceFirst("</header>", "</header><nav aria-label=\"Sections\">"
                + Matcher.quoteReplacement(contents.written()) + "</nav>"));
        return page.close().close().close().line().written();
    }

    /// The style sheet, with the inks in front of it.
    private static String style() {
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        StringBuilder classes = new StringBuilder();
        for (Ink ink : Ink.values()) {
            String name = ink.label();
            light.append(String.format(Locale.ROOT, "--%s:#%06x;", name, ink.light));
            dark.append(String.format(Locale.ROOT, "--%s:#%06x;", name, ink.dark));
            classes.append(String.format(".f-%1$s{fill:var(--%1$s)}.s-%1$s{stroke:var(--%1$s)}.k-%1$s{color:var(--%1$s)}", name));
        }
        try (InputStream sheet = Objects.requireNonNull(Page.class.getResourceAsStream("page.css"), "page.css is missing")) {
            return ":root{" + light + "}@media(prefers-color-scheme:dark){:root{" + dark + "}}" + classes + "\n"
                    + new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
