package nmos.live.cuda.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import nmos.live.gguf.Layouts;
import nmos.live.kv.KvLayout;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Long texts: chunks, tiles and pages whose borders are nowhere the same.
class AttendTest {
    private static final int OWN = 5;

    private final Device device = new Device();
    private final Random random = new Random(3);

    @AfterEach
    void close() {
        device.close();
    }

    /// A text of `kept` positions in pages, and a chain of [#OWN] rows after it. Numbers are small ones that halves hold exactly.
    private final class Text {
        final KvLayout layout;
        final int heads;
        final int kept;
        final float[] keys;
        final float[] values;
        final float[] q;
        final long fresh;
        final Attend.Past past;
        final int pages;

        Text(TensorType type, int heads, int kvHeads, int headWidth, int kept, int pagePositions) {
            layout = new KvLayout(1, kvHeads, headWidth, type);
            this.heads = heads;
            this.kept = kept;
            int all = kept + OWN;
            keys = halves(all * layout.width());
            values = halves(all * layout.width());
            q = halves(OWN * heads * headWidth);
            fresh = page(kept, OWN, OWN, 0);
            // the first place of the first page is dropped
            pages = (kept + 1 + pagePositions - 1) / pagePositions;
            MemorySegment runs = MemorySegment.ofArray(new byte[pages * 24]);
            int before = 0;
            for (int p = 0; p < pages; p++) {
                int skipped = p == 0 ? 1 : 0;
                int its = Math.min(pagePositions - skipped, kept - before);
                runs.set(Layouts.LONG, p * 24L, page(before, its, pagePositions, skipped));
                runs.set(Layouts.INT, p * 24L + 8, skipped);
                runs.set(Layouts.INT, p * 24L + 12, pagePositions);
                runs.set(Layouts.INT, p * 24L + 16, before);
                runs.set(Layouts.INT, p * 24L + 20, its);
                before += its;
            }
            int[] rows = new int[3 * OWN];
            int[] ancestors = new int[OWN];
            for (int r = 0; r < OWN; r++) {
                rows[3 * r + 1] = r;
                ancestors[r] = r;
            }
            past = new Attend.Past(
                    device.put(runs.toArray(Layouts.INT)), device.put(new int[] {0, pages, kept}), device.put(rows), device.put(ancestors));
        }

        private float[] halves(int count) {
            float[] x = new float[count];
            for (int i = 0; i < count; i++) {
                x[i] = (random.nextInt(129) - 64) / 64f;
            }
            return x;
        }

        private long page(int from, int count, int positions, int skipped) {
            int width = layout.width();
            MemorySegment data = MemorySegment.ofArray(new int[(int) layout.layerBytes(positions) / 4 + 1]);
            for (int i = 0; i < count * width; i++) {
                put(data, skipped * width + i, keys[from * width + i]);
                put(data, (positions + skipped) * width + i, values[from * width + i]);
            }
            return device.put(data.toArray(Layouts.INT));
        }

        private void put(MemorySegment data, int index, float number) {
            if (layout.type() == TensorType.F16) {
                data.set(Layouts.SHORT, 2L * index, Float.floatToFloat16(number));
            } else {
                data.set(Layouts.FLOAT, 4L * index, number);
            }
        }

        /// Shares of all positions that a row sees, in double precision.
        double[] shares(int row, int head) {
            int width = layout.headWidth();
            double[] shares = new double[kept + row + 1];
            double sum = 0;
            for (int p = 0; p < shares.length; p++) {
                double score = 0;
                for (int i = 0; i < width; i++) {
                    score += q[(row * heads + head) * width + i] * keys[p * layout.width() + kvHead(head) * width + i];
                }
                shares[p] = Math.exp(score / Math.sqrt(width));
                sum += shares[p];
            }
            for (int p = 0; p < shares.length; p++) {
                shares[p] /= sum;
            }
            return shares;
        }

        int kvHead(int head) {
            return head / (heads / layout.kvHeads());
        }

        double value(double[] shares, int head, int i) {
            double sum = 0;
            for (int p = 0; p < shares.length; p++) {
                sum += shares[p] * values[p * layout.width() + kvHead(head) * layout.headWidth() + i];
            }
            return sum;
        }
    }

    @ParameterizedTest
    @CsvSource({"F16, 10, 1, 16, 600, 37", "F32, 2, 2, 66, 300, 64", "F16, 2, 1, 128, 255, 1", "F16, 2, 1, 8, 511, 1000"})
    void attentionIsThatOfDoublePrecision(
            TensorType type, int heads, int kvHeads, int headWidth, int kept, int pagePositions) {
        var text = new Text(type, heads, kvHeads, headWidth, kept, pagePositions);
        var attend = new Attend(device.kernels, text.layout, heads);
        int width = heads * headWidth;
        long q = device.put(text.q);
        long out = device.floats(OWN * width);
        long greatest = device.floats(OWN * heads * 2);
        // room for two rows at a time
        long partsBytes = 2 * Attend.partBytes(text.layout, heads, kept + OWN);
        long masses = device.room((long) OWN * text.pages * Double.BYTES);
        device.driver.fill(masses, (byte) 0, (long) OWN * text.pages * Double.BYTES, device.stream);

        attend.run(
                device.stream, text.past, q, text.fresh, OWN, device.room(partsBytes), partsBytes, out, greatest, OWN, kept + OWN);
        attend.mass(device.stream, text.past, q, greatest, masses, OWN, text.pages);

        float[] found = device.floats(out, OWN * width);
        double[] mass = device.doubles(masses, OWN * text.pages);
        for (int row = 0; row < OWN; row++) {
            double[] onPages = new double[text.pages];
            for (int head = 0; head < heads; head++) {
                double[] shares = text.shares(row, head);
                for (int i = 0; i < headWidth; i++) {
                    assertThat((double) found[row * width + head * headWidth + i])
                            .as("row %d head %d number %d", row, head, i)
                            .isCloseTo(text.value(shares, head, i), within(1e-6));
                }
                for (int p = 0; p < kept; p++) {
                    onPages[(p + 1) / pagePositions] += shares[p];
                }
            }
            for (int page = 0; page < text.pages; page++) {
                assertThat(mass[row * text.pages + page]).isCloseTo(onPages[page], within(1e-5));
            }
        }
    }

    @Test
    void howATextIsCutIntoPagesCannotBeSeen() {
        long greatest = device.floats(OWN * 4 * 2);
        float[] first = null;
        for (int pagePositions : new int[] {3, 50, 400}) {
            random.setSeed(9);
            var text = new Text(TensorType.F16, 4, 2, 32, 290, pagePositions);
            long out = device.floats(OWN * 4 * 32);
            long partsBytes = OWN * Attend.partBytes(text.layout, 4, 295);
            new Attend(device.kernels, text.layout, 4)
                    .run(
                            device.stream, text.past, device.put(text.q), text.fresh, OWN, device.room(partsBytes), partsBytes, out,
                            greatest, OWN, 295);
            float[] found = device.floats(out, OWN * 4 * 32);
            first = first == null ? found : first;
            assertThat(found).isEqualTo(first);
        }
    }
}
