// Blocks of 256 in sub-blocks of SUB steps (16 columns each), whose scales are whole numbers, as minimums are where there are some.
#pragma once

// `scales`: one byte a sub-block, signed. `minimums`: of the 64 columns that a quarter of the lanes minds, a byte for each 16.
// `m` is what minimums are multiplied by.
struct Scales {
    float d;
    float m;
    int scales[4];
    int minimums;
};

HERE int byteOf(const int (&bytes)[4], int i) {
    return (i8) (bytes[i >> 2] >> 8 * (i & 3));
}

struct Q2_K {
    static const int COLS = 256, BYTES = 84, STEPS = 16, SUB = 1;
    static const bool MINIMUMS = true;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
#pragma unroll
        for (int run = 0; run < 4; run++) {
            int four = bytesAt4(block + 16 + 16 * run + 4 * quarter);
#pragma unroll
            for (int k = 0; k < 4; k++) {
                w[run / 2 * 8 + 2 * k + run % 2] = four >> 2 * k & 0x03030303;
            }
        }
    }

    HERE Scales scale(const u8* block, int quarter) {
        Scales s;
        s.d = halfAt(block + 80);
        s.m = -halfAt(block + 82);
#pragma unroll
        for (int i = 0; i < 4; i++) {
            int both = bytesAt4(block + 4 * i);
            s.scales[i] = both & NIBBLES;
        }
        s.minimums = bytesAt4(block + 4 * quarter) >> 4 & NIBBLES;
        return s;
    }
};

struct Q3_K {
    static const int COLS = 256, BYTES = 110, STEPS = 16, SUB = 1;
    static const bool MINIMUMS = false;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
        int mask[2];
        mask[0] = bytesAt2(block + 4 * quarter);
        mask[1] = bytesAt2(block + 16 + 4 * quarter);
#pragma unroll
        for (int run = 0; run < 4; run++) {
            int four = bytesAt2(block + 32 + 16 * run + 4 * quarter);
#pragma unroll
            for (int k = 0; k < 4; k++) {
                int third = mask[run % 2] >> (run / 2 * 4 + k) & 0x01010101;
                w[run / 2 * 8 + 2 * k + run % 2] = less<4>((four >> 2 * k & 0x03030303) | third << 2);
            }
        }
    }

    HERE Scales scale(const u8* block, int quarter) {
        int first = bytesAt2(block + 96);
        int second = bytesAt2(block + 100);
        int high = bytesAt2(block + 104);
        Scales s;
        s.d = halfAt(block + 108);
        s.m = 0;
        s.minimums = 0;
        s.scales[0] = less<32>((first & NIBBLES) | (high << 4 & 0x30303030));
        s.scales[1] = less<32>((second & NIBBLES) | (high << 2 & 0x30303030));
        s.scales[2] = less<32>((first >> 4 & NIBBLES) | (high & 0x30303030));
        s.scales[3] = less<32>((second >> 4 & NIBBLES) | (high >> 2 & 0x30303030));
        return s;
    }
};

// Eight scales and eight minimums of six bits in twelve bytes.
HERE Scales sixBits(const u8* block, int quarter) {
    int first = bytesAt4(block + 4);
    int second = bytesAt4(block + 8);
    int last = bytesAt4(block + 12);
    Scales s;
    s.d = halfAt(block);
    s.m = -halfAt(block + 2);
    s.scales[0] = first & 0x3f3f3f3f;
    s.scales[1] = (last & NIBBLES) | (first >> 2 & 0x30303030);
    int minimums = quarter < 2 ? second & 0x3f3f3f3f : (last >> 4 & NIBBLES) | (second >> 2 & 0x30303030);
    int two = minimums >> 16 * (quarter & 1);
    s.minimums = (two & 0xff) * 0x0101 | (two & 0xff00) * 0x010100;
    return s;
}

struct Q4_K {
    static const int COLS = 256, BYTES = 144, STEPS = 16, SUB = 2;
    static const bool MINIMUMS = true;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
#pragma unroll
        for (int run = 0; run < 8; run++) {
            int both = bytesAt4(block + 16 + 16 * run + 4 * quarter);
            int step = run / 2 * 4 + run % 2;
            w[step] = both & NIBBLES;
            w[step + 2] = both >> 4 & NIBBLES;
        }
    }

    HERE Scales scale(const u8* block, int quarter) {
        return sixBits(block, quarter);
    }
};

struct Q5_K {
    static const int COLS = 256, BYTES = 176, STEPS = 16, SUB = 2;
    static const bool MINIMUMS = true;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
        int high[2];
        high[0] = bytesAt4(block + 16 + 4 * quarter);
        high[1] = bytesAt4(block + 32 + 4 * quarter);
#pragma unroll
        for (int run = 0; run < 8; run++) {
            int both = bytesAt4(block + 48 + 16 * run + 4 * quarter);
            int step = run / 2 * 4 + run % 2;
            w[step] = (both & NIBBLES) | (high[run % 2] >> step / 2 & 0x01010101) << 4;
            w[step + 2] = (both >> 4 & NIBBLES) | (high[run % 2] >> (step / 2 + 1) & 0x01010101) << 4;
        }
    }

    HERE Scales scale(const u8* block, int quarter) {
        return sixBits(block, quarter);
    }
};

struct Q6_K {
    static const int COLS = 256, BYTES = 210, STEPS = 16, SUB = 1;
    static const bool MINIMUMS = false;

    HERE void numbers(const u8* block, int quarter, int (&w)[STEPS]) {
#pragma unroll
        for (int half = 0; half < 2; half++) {
            int high[2];
            high[0] = bytesAt2(block + 128 + 32 * half + 4 * quarter);
            high[1] = bytesAt2(block + 144 + 32 * half + 4 * quarter);
#pragma unroll
            for (int run = 0; run < 4; run++) {
                int both = bytesAt2(block + 64 * half + 16 * run + 4 * quarter);
                int low2 = high[run % 2] >> run / 2 * 2 & 0x03030303;
                int high2 = high[run % 2] >> (run / 2 * 2 + 4) & 0x03030303;
                w[8 * half + run] = less<32>((both & NIBBLES) | low2 << 4);
                w[8 * half + run + 4] = less<32>((both >> 4 & NIBBLES) | high2 << 4);
            }
        }
    }

    HERE Scales scale(const u8* block, int quarter) {
        Scales s;
        s.d = halfAt(block + 208);
        s.m = 0;
        s.minimums = 0;
#pragma unroll
        for (int i = 0; i < 4; i++) {
            s.scales[i] = bytesAt2(block + 192 + 4 * i);
        }
        return s;
    }
};
