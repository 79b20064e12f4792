package nmos.live.kv;

import java.util.Arrays;
import java.util.BitSet;

/// Which slots of some storage are free. A slot holds one layer of a page, a frame as many in a row as a page has layers: a page
/// prefers the slots of a frame of its own, so that a range of its layers is one run of bytes, and takes any slot when there
/// is none.
final class KvSlots {
    static final int NONE = -1;

    private final int perFrame;
    private final int framesPerChunk;
    private final int enoughFrames;
    private final Runnable grow;
    private final BitSet used = new BitSet();
    private int[] usedInFrame = new int[0];
    private int frames;
    private int hint;

    /// `enoughFrames`: how many hold the whole budget. `grow` adds storage for `framesPerChunk` of them, and throws where it cannot.
    KvSlots(int perFrame, int framesPerChunk, int enoughFrames, Runnable grow) {
        this.perFrame = perFrame;
        this.framesPerChunk = framesPerChunk;
        this.enoughFrames = enoughFrames;
        this.grow = grow;
    }

    /// A slot, the `index`-th of the frame if that can be had; [#NONE] for a frame means a new one.
    int take(int frame, int index) {
        int slot = frame == NONE ? newFrame() * perFrame + index : frame * perFrame + index;
        if (slot < 0 || used.get(slot)) {
            slot = used.nextClearBit(0);
            if (slot >= frames * perFrame) {
                addChunk();
            }
        }
        used.set(slot);
        usedInFrame[slot / perFrame]++;
        return slot;
    }

    void giveBack(int slot) {
        used.clear(slot);
        usedInFrame[slot / perFrame]--;
    }

    /// A frame of which nothing is used; negative if there is none and other slots are left.
    private int newFrame() {
        for (int i = 0; i < frames; i++) {
            int frame = hint;
            hint = hint + 1 < frames ? hint + 1 : 0;
            if (usedInFrame[frame] == 0) {
                return frame;
            }
        }
        if (frames < enoughFrames) {
            addChunk();
            return frames - framesPerChunk;
        }
        return -perFrame;
    }

    private void addChunk() {
        grow.run();
        frames += framesPerChunk;
        usedInFrame = Arrays.copyOf(usedInFrame, frames);
    }

    int frameOf(int slot) {
        return slot / perFrame;
    }

    int chunkOf(int slot) {
        return slot / (perFrame * framesPerChunk);
    }

    /// The slot's place in its chunk.
    int inChunk(int slot) {
        return slot % (perFrame * framesPerChunk);
    }

    /// The second slot begins where the first one ends.
    boolean adjoin(int first, int second) {
        return second == first + 1 && chunkOf(second) == chunkOf(first);
    }
}
