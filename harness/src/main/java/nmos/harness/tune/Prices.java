package nmos.harness.tune;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Value;

/// What values of fields cost, from a file that somebody wrote:
///
///     currency: EUR
///     prices:
///       - {path: machine.hops.nvme.bandwidth.value, value: 2.36 GB/s, price: 0}
///       - {path: machine.hops.nvme.bandwidth.value, value: 7 GB/s, price: 89.90}
///
/// Nothing of it is known to this program: neither what there is to buy nor what it costs.
public record Prices(String currency, List<Price> prices) {
    private static final int LONGEST = 20;

    /// One value of one field.
    public record Price(String path, String value, BigDecimal price) {}

    public Prices {
        prices = List.copyOf(prices);
    }

    /// Reads a file of prices.
    ///
    /// @throws nmos.scenarios.yaml.InvalidFile where the file is none; the message names file and line
    public static Prices read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return parse(file.toString(), Document.of(file.toString(), Files.readAllBytes(file)));
    }

    static Prices parse(String file, Document document) {
        Section fields = document.section();
        String currency = fields.need("currency").text();
        List<Price> prices = new ArrayList<>();
        for (Value value : fields.need("prices").list()) {
            Price price = value.section(Prices::price);
            if (prices.stream().anyMatch(other -> other.path().equals(price.path()) && same(other.value(), price.value()))) {
                throw value.error(price.path() + "=" + price.value() + " has two prices, keep one");
            }
            prices.add(price);
        }
        fields.done();
        if (prices.isEmpty()) {
            throw fields.error("no price in " + file + ", write one for each value as {path: ..., value: ..., price: ...}");
        }
        return new Prices(currency, prices);
    }

    private static Price price(Section fields) {
        Value price = fields.need("price");
        if (!price.text().matches("\\d+(\\.\\d+)?|\\.\\d+") || price.text().length() > LONGEST) {
            throw price.error("a price is a number from 0 up without a currency, which stands on top, found '" + price.text() + "'");
        }
        return new Price(fields.need("path").text(), fields.need("value").text(), new BigDecimal(price.text()));
    }

    /// The fields that cost something to set, in the order in which they were written.
    List<String> paths() {
        return List.copyOf(new LinkedHashSet<>(prices.stream().map(Price::path).toList()));
    }

    List<String> values(String path) {
        return prices.stream().filter(price -> price.path().equals(path)).map(Price::value).toList();
    }

    Optional<BigDecimal> of(String path, String value) {
        return prices.stream()
                .filter(price -> price.path().equals(path) && same(price.value(), value))
                .map(Price::price)
                .findFirst();
    }

    /// A space before a unit says nothing.
    private static boolean same(String one, String other) {
        return one.replaceAll("\\s+", "").equals(other.replaceAll("\\s+", ""));
    }
}
