// Rows of a pass look at what their branch keeps, in pages, and at their own ancestors in the pass. README.md has the layouts.
#pragma once

static const int CHUNK = 256;
static const int TILE = 32;

// Positions of one page that a layer's storage keeps.
struct Run {
    u64 keys;
    int firstPlace;
    int positions;
    int keptBefore;
    int kept;
};

struct Text {
    int firstRun;
    int runs;
    int kept;
};

struct Row {
    int text;
    int depth;
    int ancestors;
};

// Keys and values of one position, all heads.
struct Position {
    const u8* keys;
    const u8* values;
};

// The last run that begins at or before a kept position: runs that keep nothing come before the one that has it.
HERE int runOf(const Run* runs, int count, int position) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (runs[middle].keptBefore <= position) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

HERE Position positionIn(const u8* layer, int place, int positions, i64 bytes) {
    return {layer + place * bytes, layer + ((i64) positions + place) * bytes};
}

HERE Position positionIn(const Run& run, int position, i64 bytes) {
    return positionIn((const u8*) run.keys, run.firstPlace + position - run.keptBefore, run.positions, bytes);
}

// One head of `count` positions into a tile of floats, rows of `stride`.
template <class K>
HERE void loadTile(const u8* const* positions, int count, int offset, int headWidth, int stride, float* tile) {
    for (int i = threadIdx.x; i < count * headWidth; i += 128) {
        int position = i / headWidth;
        int number = i % headWidth;
        tile[position * stride + number] = K::get(positions[position] + (i64) (offset + number) * K::BYTES);
    }
}

#define ATTEND_ARGUMENTS                                                                                               \
    const float *q, const Run *runs, const Text *texts, const Row *rows, const int *ancestors, const u8 *fresh,        \
            float *parts, int heads, int kvHeads, int headWidth, int firstRow, int chunks, int freshPositions,         \
            int queries, float scale
#define ATTEND_PASSED                                                                                                  \
    q, runs, texts, rows, ancestors, fresh, parts, heads, kvHeads, headWidth, firstRow, chunks, freshPositions, queries, scale

// A chunk of the positions that a row sees, for up to `queries` of the heads that share keys and values.
template <class K>
HERE void attend(ATTEND_ARGUMENTS) {
    extern __shared__ float shared[];
    __shared__ Position positions[TILE];
    __shared__ const u8* at[TILE];
    int row = firstRow + blockIdx.z;
    Row r = rows[row];
    Text text = texts[r.text];
    int from = blockIdx.x * CHUNK;
    int to = min(from + CHUNK, text.kept + r.depth + 1);
    if (from >= to) {
        return;
    }
    int group = heads / kvHeads;
    int parties = (group + queries - 1) / queries;
    int kvHead = blockIdx.y / parties;
    int firstHead = kvHead * group + blockIdx.y % parties * queries;
    int count = min(queries, (kvHead + 1) * group - firstHead);
    i64 bytes = (i64) kvHeads * headWidth * K::BYTES;
    int stride = headWidth + 1;
    float* tile = shared;
    float* query = tile + TILE * stride;
    float* sum = query + queries * headWidth;
    float* share = sum + queries * headWidth;
    float* greatest = share + queries * TILE;
    float* total = greatest + queries;
    float* again = total + queries;
    int warp = threadIdx.x / 32;
    int lane = threadIdx.x % 32;

    for (int i = threadIdx.x; i < count * headWidth; i += 128) {
        query[i] = q[((i64) row * heads + firstHead) * headWidth + i] * scale;
        sum[i] = 0;
    }
    if (threadIdx.x < count) {
        greatest[threadIdx.x] = NOTHING;
        total[threadIdx.x] = 0;
    }
    for (int first = from; first < to; first += TILE) {
        int some = min(TILE, to - first);
        __syncthreads();
        if (threadIdx.x < some) {
            int position = first + threadIdx.x;
            if (position < text.kept) {
                const Run* its = runs + text.firstRun;
                positions[threadIdx.x] = positionIn(its[runOf(its, text.runs, position)], position, bytes);
            } else {
                int own = ancestors[r.ancestors + position - text.kept];
                positions[threadIdx.x] = positionIn(fresh, own, freshPositions, bytes);
            }
            at[threadIdx.x] = positions[threadIdx.x].keys;
        }
        __syncthreads();
        loadTile<K>(at, some, kvHead * headWidth, headWidth, stride, tile);
        __syncthreads();
        for (int i = warp; i < count; i += 4) {
            float score = NOTHING;
            if (lane < some) {
                score = 0;
                for (int d = 0; d < headWidth; d++) {
                    score = fmaf(query[i * headWidth + d], tile[lane * stride + d], score);
                }
            }
            float before = greatest[i];
            float most = fmaxf(before, warpMost(score));
            float one = lane < some ? exponential(score - most) : 0;
            float all = warpSum(one);
            share[i * TILE + lane] = one;
            __syncwarp();
            if (lane == 0) {
                float factor = exponential(before - most);
                again[i] = factor;
                total[i] = fmaf(total[i], factor, all);
                greatest[i] = most;
            }
        }
        if (threadIdx.x < some) {
            at[threadIdx.x] = positions[threadIdx.x].values;
        }
        __syncthreads();
        loadTile<K>(at, some, kvHead * headWidth, headWidth, stride, tile);
        __syncthreads();
        for (int i = warp; i < count; i += 4) {
            float factor = again[i];
            for (int d = lane; d < headWidth; d += 32) {
                float value = sum[i * headWidth + d] * factor;
                for (int p = 0; p < some; p++) {
                    value = fmaf(share[i * TILE + p], tile[p * stride + d], value);
                }
                sum[i * headWidth + d] = value;
            }
        }
    }
    __syncthreads();
    int wide = headWidth + 2;
    for (int i = threadIdx.x; i < count * wide; i += 128) {
        int query = i / wide;
        int number = i % wide;
        float* part = parts + (((i64) blockIdx.z * heads + firstHead + query) * chunks + blockIdx.x) * wide;
        part[number] = number == 0   ? greatest[query]
                       : number == 1 ? total[query]
                                     : sum[query * headWidth + number - 2];
    }
}

KERNEL __launch_bounds__(128) attend_f16(ATTEND_ARGUMENTS) {
    attend<KvF16>(ATTEND_PASSED);
}

KERNEL __launch_bounds__(128) attend_f32(ATTEND_ARGUMENTS) {
    attend<KvF32>(ATTEND_PASSED);
}

// One head of a row: its chunks in order.
KERNEL attend_join(const float* parts, const Text* texts, const Row* rows, float* out, float* greatest, int heads,
                   int headWidth, int firstRow, int chunks) {
    int head = blockIdx.x;
    int row = firstRow + blockIdx.y;
    Row r = rows[row];
    int seen = texts[r.text].kept + r.depth + 1;
    int its = (seen + CHUNK - 1) / CHUNK;
    int wide = headWidth + 2;
    const float* part = parts + ((i64) blockIdx.y * heads + head) * chunks * wide;
    float most = NOTHING;
#pragma unroll 1
    for (int c = 0; c < its; c++) {
        most = fmaxf(most, part[c * wide]);
    }
    float total = 0;
#pragma unroll 1
    for (int c = 0; c < its; c++) {
        total = fmaf(part[c * wide + 1], exponential(part[c * wide] - most), total);
    }
    for (int d = threadIdx.x; d < headWidth; d += 128) {
        float value = 0;
#pragma unroll 1
        for (int c = 0; c < its; c++) {
            value = fmaf(part[c * wide + 2 + d], exponential(part[c * wide] - most), value);
        }
        out[((i64) row * heads + head) * headWidth + d] = value / total;
    }
    if (threadIdx.x == 0) {
        greatest[((i64) row * heads + head) * 2] = most;
        greatest[((i64) row * heads + head) * 2 + 1] = total;
    }
}

#define MASS_ARGUMENTS                                                                                                 \
    const float *q, const Run *runs, const Text *texts, const Row *rows, const float *greatest, double *masses, int heads, \
            int kvHeads, int headWidth, int pages, float scale

// What one page was given by one row, all heads.
template <class K>
HERE void mass(MASS_ARGUMENTS) {
    __shared__ double each[4];
    int row = blockIdx.y;
    Text text = texts[rows[row].text];
    if (blockIdx.x >= text.runs) {
        return;
    }
    Run run = runs[text.firstRun + blockIdx.x];
    int group = heads / kvHeads;
    i64 bytes = (i64) kvHeads * headWidth * K::BYTES;
    double sum = 0;
    for (int i = threadIdx.x; i < heads * run.kept; i += 128) {
        int head = i / run.kept;
        i64 at = (i64) row * heads + head;
        const u8* keys = positionIn(run, run.keptBefore + i % run.kept, bytes).keys;
        keys += (i64) (head / group) * headWidth * K::BYTES;
        float score = 0;
        for (int d = 0; d < headWidth; d++) {
            score = fmaf(q[at * headWidth + d] * scale, K::get(keys + d * K::BYTES), score);
        }
        sum += exponential(score - greatest[at * 2]) / greatest[at * 2 + 1];
    }
    sum = blockSum(sum, each);
    if (threadIdx.x == 0) {
        masses[(i64) row * pages + blockIdx.x] += sum;
    }
}

KERNEL mass_f16(MASS_ARGUMENTS) {
    mass<KvF16>(q, runs, texts, rows, greatest, masses, heads, kvHeads, headWidth, pages, scale);
}

KERNEL mass_f32(MASS_ARGUMENTS) {
    mass<KvF32>(q, runs, texts, rows, greatest, masses, heads, kvHeads, headWidth, pages, scale);
}
