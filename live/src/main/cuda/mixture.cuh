// Mixtures of experts: who goes through which, and what comes of it. Nothing of it needs the host.
#pragma once

// Scores become shares of one, in place; a row's best `used`, ties to the lower expert. Scores that are not numbers choose the
// first expert with a share that is none, so that it shows in what comes out.
KERNEL route(float* scores, int* chosen, float* shares, int experts, int used, int sumToOne) {
    int lane = threadIdx.x;
    float* its = scores + (i64) blockIdx.x * experts;
    float most = NOTHING;
#pragma unroll 1
    for (int e = lane; e < experts; e += 32) {
        most = fmaxf(most, its[e]);
    }
    most = warpMost(most);
    float sum = 0;
#pragma unroll 1
    for (int e = lane; e < experts; e += 32) {
        float one = exponential(its[e] - most);
        its[e] = one;
        sum += one;
    }
    float inverse = 1.0f / warpSum(sum);
#pragma unroll 1
    for (int e = lane; e < experts; e += 32) {
        its[e] *= inverse;
    }
    float given = 0;
    for (int rank = 0; rank < used; rank++) {
        float best = NOTHING;
        int which = experts;
#pragma unroll 1
        for (int e = lane; e < experts; e += 32) {
            if (its[e] >= 0 && its[e] > best) {
                best = its[e];
                which = e;
            }
        }
#pragma unroll
        for (int mask = 1; mask < 32; mask *= 2) {
            float other = fromLane(best, mask);
            int theirs = fromLane(which, mask);
            if (other > best || (other == best && theirs < which)) {
                best = other;
                which = theirs;
            }
        }
        if (which == experts) {
            which = 0;
            best = NAN;
        }
        given += best;
        if (lane == which % 32) {
            its[which] = -1;
        }
        if (lane == 0) {
            chosen[blockIdx.x * used + rank] = which;
            shares[blockIdx.x * used + rank] = best;
        }
    }
    __syncwarp();
    for (int rank = lane; sumToOne && rank < used; rank += 32) {
        shares[blockIdx.x * used + rank] /= given;
    }
}

// Slots by expert, an expert's in order: one block, which counts, then writes.
KERNEL sort_slots(const int* chosen, int* list, int* bounds, int slots, int experts) {
#pragma unroll 1
    for (int e = threadIdx.x; e < experts; e += 256) {
        int count = 0;
        for (int slot = 0; slot < slots; slot++) {
            count += chosen[slot] == e;
        }
        bounds[e + 1] = count;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        bounds[0] = 0;
#pragma unroll 1
        for (int e = 0; e < experts; e++) {
            bounds[e + 1] += bounds[e];
        }
    }
    __syncthreads();
#pragma unroll 1
    for (int e = threadIdx.x; e < experts; e += 256) {
        int to = bounds[e];
        for (int slot = 0; slot < slots; slot++) {
            if (chosen[slot] == e) {
                list[to++] = slot;
            }
        }
    }
}

KERNEL mix(const float* results, const float* shares, float* out, int width, int used) {
    int column = blockIdx.x * 256 + threadIdx.x;
    i64 row = blockIdx.y;
    if (column < width) {
        float sum = 0;
        for (int rank = 0; rank < used; rank++) {
            i64 slot = row * used + rank;
            sum = fmaf(shares[slot], results[slot * width + column], sum);
        }
        out[row * width + column] = sum;
    }
}

KERNEL mix_shared(const float* result, const float* gates, float* out, int width) {
    int column = blockIdx.x * 256 + threadIdx.x;
    i64 row = blockIdx.y;
    if (column < width) {
        float share = 1.0f / (exponential(-gates[row]) + 1.0f);
        i64 at = row * width + column;
        out[at] = fmaf(share, result[at], out[at]);
    }
}
