// What the families of products of quantised weights share: which rows they take, and how a block's whole numbers meet floats.
#pragma once

// Splits of a row's blocks: block b goes to sum b % SPLITS.
static const int SPLITS = 8;

#define PRODUCT_ARGUMENTS                                                                                        \
    const u8 *w, u64 expertBytes, const i8 *quants, const float *scales, const i16 *sums, const int *list,       \
            const int *bounds, float *y, int outputs, int cols, int rows, int yStride, int perRow
#define PRODUCT_PASSED w, expertBytes, quants, scales, sums, list, bounds, y, outputs, cols, rows, yStride, perRow

// The rows that meet the weights of blockIdx.z: those of an expert, or all.
struct Slots {
    const int* list;
    int count;
    int perRow;

    HERE Slots of(const int* list, const int* bounds, int rows, int perRow) {
        if (list == nullptr) {
            return {nullptr, rows, 1};
        }
        int first = bounds[blockIdx.z];
        return {list + first, bounds[blockIdx.z + 1] - first, perRow};
    }

    __device__ __forceinline__ int slot(int i) const {
        return list == nullptr ? i : list[i];
    }

    // Of x.
    __device__ __forceinline__ int row(int i) const {
        return slot(i) / perRow;
    }
};

// The one way into a float sum: README.md, "Numerics".
template <class T, class S>
HERE float addBlock(float sum, const S& scale, float rowScale, int exact, int exactMinimums) {
    sum = fmaf(scale.d * rowScale, (float) exact, sum);
    if (T::MINIMUMS) {
        sum = fmaf(scale.m * rowScale, (float) exactMinimums, sum);
    }
    return sum;
}

// Of quants of a block that a lane's quarter meets, two steps in eight bytes.
HERE int2 twoSteps(const i8* quants, int pair, int quarter) {
    return *(const int2*) (quants + 32 * pair + 8 * quarter);
}

// What a lane's quarter of a block gives with the same of a row.
template <class T>
HERE int exactQuarter(const int (&w)[2], const Scale&, const i8* quants, int quarter) {
    int2 x = twoSteps(quants, 0, quarter);
    return __dp4a(w[1], x.y, __dp4a(w[0], x.x, 0));
}

template <class T>
HERE int exactQuarter(const int (&w)[16], const Scales& s, const i8* quants, int quarter) {
    int exact = 0;
#pragma unroll
    for (int pair = 0; pair < 8; pair++) {
        int2 x = twoSteps(quants, pair, quarter);
        if (T::SUB == 2) {
            exact += byteOf(s.scales, pair) * __dp4a(w[2 * pair + 1], x.y, __dp4a(w[2 * pair], x.x, 0));
        } else {
            exact += byteOf(s.scales, 2 * pair) * __dp4a(w[2 * pair], x.x, 0);
            exact += byteOf(s.scales, 2 * pair + 1) * __dp4a(w[2 * pair + 1], x.y, 0);
        }
    }
    return exact;
}

// Minimums times sums of quants: what a lane's quarter gives of a block of 256, and of a block of 32 what the first lane gives
// for all.
template <class T>
HERE int quarterMinimums(const Scale&, const i16* sums, int quarter) {
    return quarter == 0 ? sums[0] + sums[1] : 0;
}

template <class T>
HERE int quarterMinimums(const Scales& s, const i16* sums, int quarter) {
    const int* low = (const int*) sums + quarter;
    return __dp4a(s.minimums, low[0], 0) + 64 * __dp4a(s.minimums, low[4], 0);
}

#define QUANTISED(each)                                                                                          \
    each(q8_0, Q8_0) each(q4_0, Q4_0) each(q4_1, Q4_1) each(q5_0, Q5_0) each(q5_1, Q5_1)                         \
    each(q2_k, Q2_K) each(q3_k, Q3_K) each(q4_k, Q4_K) each(q5_k, Q5_K) each(q6_k, Q6_K)
