package nmos.live.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a GPU may do in silence is told: which kernel, which line, which thread, which address.
class FaultsTest {
    private final Card card = new Card("faults.ptx");
    private final MemorySegment out = card.bytes(1024);

    private void told(String kernel, int threads, String what, Object... arguments) {
        PtxException e = assertThrows(PtxException.class, () -> card.launch(kernel, 1, threads, arguments));
        assertTrue(String.valueOf(e.getMessage()).matches("kernel " + kernel + ", line \\d+, block \\[0, 0, 0\\]" + what), e.getMessage());
    }

    @Test
    void anAddressThatIsNotAllocated() {
        told("beyond", 32, ", thread \\[16, 0, 0\\] writes 4 bytes at 0x[0-9a-f]+, where nothing is allocated: the allocation of 1024 bytes below it ends 0 bytes before", out, 240);
    }

    @Test
    void memoryThatWasFreed() {
        card.memory.remove(out.address());
        told("beyond", 32, ", thread \\[0, 0, 0\\] writes 4 bytes at 0x[0-9a-f]+, where nothing is allocated.*", out, 0);
    }

    @Test
    void anAddressThatIsNotAligned() {
        told("crooked", 32, ", thread \\[1, 0, 0\\] wants 4 bytes at 0x[0-9a-f]+, which is not aligned to so many", card.bytes(64), out);
    }

    @Test
    void sharedMemoryThatNothingWasWrittenTo() {
        told("unwritten", 64, ", thread \\[32, 0, 0\\] reads shared memory at 128, which nothing was written to", out);
    }

    @Test
    void sharedMemoryThatAnotherThreadWroteWithNoBarrierBetween() {
        told("race", 64, ", thread .* shared memory at .*", out);
    }

    @Test
    void sharedMemoryThatAnotherThreadReadWithNoBarrierBetween() {
        told("racelater", 32, ", thread \\[\\d+, 0, 0\\] writes shared memory at \\d+, which thread \\d+ read with no barrier between", out);
    }

    @Test
    void aBarrierOfTheWarpIsEnoughInsideIt() {
        card.launch("insidewarp", 1, 64, out);
        assertArrayEquals(IntStream.range(0, 64).map(t -> (t ^ 1) + 1).toArray(), java.util.Arrays.copyOf(Card.ints(out), 64));
    }

    @Test
    void nothingIsSaidOfSharedMemoryWhereNobodyAsked() {
        card.limits = Limits.QUICK;
        card.launch("unwritten", 1, 64, out);
        card.launch("race", 1, 64, out);
    }

    @Test
    void aBarrierThatNotAllComeTo() {
        told("lonely", 32, ": 16 threads wait at the barrier, 16 ended without coming to it", out);
    }

    @Test
    void sharedMemoryThatABlockDoesNotHave() {
        told("toomuch", 9, ", thread \\[8, 0, 0\\] writes 4 bytes of shared memory at 32, where the block has 32", out);
    }

    @Test
    void aLoopWithoutAnEndAndLanesThatNeverCome() {
        card.limits = new Limits(0, true, 65_536, 1 << 18);
        told("endless", 32, ", thread \\[0, 0, 0\\] did not end in 262144 instructions of its warp", out);
        told("absent", 32, ", thread .* did not end in 262144 instructions of its warp", out);
    }

    @Test
    void aTrap() {
        told("trapped", 32, ", thread \\[7, 0, 0\\] ran into a trap", out);
    }

    @Test
    void launchesThatNoCardWouldTake() {
        refused("kernel race: 2048 threads, where a block has at most 1024", () -> card.launch("race", 1, 2048, out));
        refused("kernel race: 65792 bytes of shared memory, where a block has at most 65536", () -> card.launch("race", Dim.of(1), Dim.of(32), 65_536, out));
        refused("there is no kernel nowhere in the module", () -> card.launch("nowhere", 1, 32));
        refused("kernel beyond: parameters of 8 bytes, where it takes 12",
                () -> card.module.launch("beyond", Dim.of(1), Dim.of(1), 0, Arena.ofAuto().allocate(8), card.memory));
    }

    @Test
    void whatIsNotKnownIsRefusedWithItsLine() {
        refused("line 4: tex.2d.v4.f32.s32: is not interpreted", () -> kernel("tex.2d.v4.f32.s32 %r1, %r2;"));
        refused("line 4: add.rather.s32: .rather is not known here", () -> kernel("add.rather.s32 %r1, %r1, %r2;"));
        refused("line 4: add.s32: an operand has 64 bits, which do not fit here", () -> kernel("add.s32 %r1, %rd1, %r2;"));
        refused("line 4: mov.u32: %clock is not known", () -> kernel("mov.u32 %r1, %clock;"));
        refused("line 4: bra: goes to no label", () -> kernel("bra away;"));
        refused("line 4: ) stands where a name should", () -> kernel("add.s32 %r1, );"));
        refused("line 5: the end of the text comes too early", () -> PtxModule.parse(".version 9.0\n.target sm_75\n.address_size 64\n.entry k() {\n"));
    }

    private static void kernel(String line) {
        PtxModule module = PtxModule.parse(".version 9.0\n.target sm_75\n.visible .entry k() { .reg .b32 %r<4>; .reg .b64 %rd<4>;\n" + line + "\nret; }\n");
        module.launch("k", Dim.of(1), Dim.of(32), 0, MemorySegment.NULL, new DeviceMemory());
    }

    private static void refused(String message, Runnable what) {
        PtxException e = assertThrows(PtxException.class, what::run);
        assertTrue(message.equals(e.getMessage()), e.getMessage());
    }
}
