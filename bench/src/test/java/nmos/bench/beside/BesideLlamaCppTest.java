package nmos.bench.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BesideLlamaCppTest {
    @Test
    void comparesASmallModel() throws IOException {
        var bytes = new ByteArrayOutputStream();
        BesideOptions options = BesideOptions.of(
                "--types Q4_K --width 256 --layers 1 --ffn 512 --vocabulary 640 --threads 1 --rounds 1 --warm-up-seconds 0 --tokens 6 --rows 16,32"
                        .split(" ", -1));

        BesideLlamaCpp.run(options, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.startsWith("6 tokens alike"))
                .anyMatch(line -> line.startsWith("decoding "))
                .anyMatch(line -> line.startsWith("prompt of 32 "));
    }

    @Test
    void theRatioIsThatOfTheMiddleRound() {
        var rates = new Rates("decoding", new double[] {1, 8, 6}, new double[] {2, 2, 6}, new double[] {4, 2, 1});

        assertThat(rates.ratio()).isEqualTo(1);
        assertThat(rates.toString()).startsWith("decoding ").endsWith("  1.00      0.50");
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThatThrownBy(() -> BesideOptions.of("--speed", "9")).hasMessageStartingWith("--speed is not known");
        assertThatThrownBy(() -> BesideOptions.of("--rounds")).hasMessage("--rounds has no value");
        assertThatThrownBy(() -> BesideOptions.of("--rounds", "many")).hasMessage("--rounds many is not a whole number");
    }
}
