package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanTest {
    @Test
    void anAlignedExtentIsItsOwnSpan() {
        assertThat(new Extent(8192, 4096).span(4096)).isEqualTo(new Span(8192, 4096, 0));
    }

    @Test
    void aByteOnEitherSideOfABlocksEdgeNeedsBothBlocks() {
        assertThat(new Extent(4095, 2).span(4096)).isEqualTo(new Span(0, 8192, 4095));
    }

    @Test
    void aSpanIsTheFewestBlocksThatHoldTheExtent() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            int alignment = 512 << random.nextInt(8);
            Extent extent = new Extent(random.nextLong(1L << 40), 1 + random.nextLong(1L << random.nextInt(1, 34)));
            Span span = extent.span(alignment);
            assertThat(span.alignedOffset() % alignment).isZero();
            assertThat(span.bytes() % alignment).isZero();
            assertThat(span.alignedOffset() + span.payloadAt()).isEqualTo(extent.offset());
            assertThat(span.payloadAt()).isBetween(0, alignment - 1);
            assertThat(span.alignedOffset() + span.bytes() - extent.end()).isBetween(0L, alignment - 1L);
        }
    }

    @Test
    void noBytesAndPlacesBeforeTheFileAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Extent(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Extent(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Extent(Long.MAX_VALUE, 1));
    }
}
