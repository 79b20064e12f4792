package nmos.harness.gates.told;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import nmos.harness.gates.GateResult;
import nmos.harness.gates.GateResult.Check;
import nmos.harness.gates.Verdict;

/// Gates as the XML that JUnit made common: a suite for each, a case for each thing it looked at.
public final class JUnitXml {
    private JUnitXml() {}

    public static String text(List<GateResult> results) {
        var text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (GateResult result : results) {
                write(xml, result);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("XML cannot be written to memory", impossible);
        }
        return text + "\n";
    }

    private static void write(XMLStreamWriter xml, GateResult result) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "nmos bench " + result.gate().letter + " " + result.gate().label);
        xml.writeAttribute("tests", Integer.toString(result.checks().size()));
        xml.writeAttribute("failures", Long.toString(result.count(Verdict.Failed.class)));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", Long.toString(result.count(Verdict.Skipped.class)));
        xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", result.tookNs() / 1e9));
        for (Check check : result.checks()) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", "nmos.bench." + result.gate().label);
            xml.writeAttribute("name", clean(check.name()));
            String all = clean(String.join("\n", check.verdict().lines()));
            switch (check.verdict()) {
                case Verdict.Passed _ -> element(xml, all, "system-out", false);
                case Verdict.Failed _ -> element(xml, all, "failure", true);
                case Verdict.Skipped _ -> element(xml, all, "skipped", true);
            }
            xml.writeEndElement();
        }
        element(xml, clean(String.join("\n", result.notes())), "system-out", false);
        xml.writeEndElement();
    }

    /// What a reader shows in a list is the first line.
    private static void element(XMLStreamWriter xml, String text, String name, boolean message) throws XMLStreamException {
        if (text.isEmpty()) {
            return;
        }
        xml.writeStartElement(name);
        if (message) {
            xml.writeAttribute("message", text.lines().findFirst().orElse(""));
        }
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    /// XML has no way to write most control characters.
    private static String clean(String text) {
        return text.replaceAll("[^\\t\\n\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }
}
