// What choosing a token needs of a row's logits: the best 16 and the logarithm of the sum of exponentials.
#pragma once

static const int BEST = 16;
static const int SEGMENT = 4096;
static const int NOBODY = 0x7fffffff;
// a million tokens
static const int MOST_SEGMENTS = 256;

struct Top {
    int tokens[BEST];
    float logits[BEST];
    float greatest;
    // of a segment: the sum of exponentials itself
    float logSum;
};

// Equal logits rank by token. What is not a number is never better: a row of nothing else has no best, and its sum is no number.
HERE bool better(float logit, int token, float other, int otherToken) {
    return logit > other || (logit == other && token < otherToken);
}

// The best of all lanes, in all lanes.
HERE void bestOfWarp(float& logit, int& token) {
#pragma unroll
    for (int mask = 1; mask < 32; mask *= 2) {
        float other = fromLane(logit, mask);
        int its = fromLane(token, mask);
        if (better(other, its, logit, token)) {
            logit = other;
            token = its;
        }
    }
}

// One block a segment of a row: a thread has 16 of its logits.
KERNEL __launch_bounds__(256) top_parts(const float* logits, Top* parts, int vocabulary, int stride) {
    // each thread reads only what it wrote
    __shared__ float its[SEGMENT];
    __shared__ float bestLogit[8];
    __shared__ int bestToken[8];
    __shared__ float each[8];
    const float* row = logits + (i64) blockIdx.y * stride;
    Top* part = parts + (i64) blockIdx.y * gridDim.x + blockIdx.x;
    int first = blockIdx.x * SEGMENT + threadIdx.x;
    u32 left = 0;
    for (int i = 0; i < SEGMENT / 256; i++) {
        if (first + 256 * i < vocabulary) {
            its[256 * i + threadIdx.x] = row[first + 256 * i];
            left |= 1u << i;
        }
    }
    float most = NOTHING;
    for (int rank = 0; rank < BEST; rank++) {
        float logit = NOTHING;
        int token = NOBODY;
#pragma unroll 1
        for (int i = 0; i < SEGMENT / 256; i++) {
            if ((left >> i & 1) && better(its[256 * i + threadIdx.x], first + 256 * i, logit, token)) {
                logit = its[256 * i + threadIdx.x];
                token = first + 256 * i;
            }
        }
        bestOfWarp(logit, token);
        __syncthreads();
        if (threadIdx.x % 32 == 0) {
            bestLogit[threadIdx.x / 32] = logit;
            bestToken[threadIdx.x / 32] = token;
        }
        __syncthreads();
        logit = bestLogit[0];
        token = bestToken[0];
        for (int warp = 1; warp < 8; warp++) {
            if (better(bestLogit[warp], bestToken[warp], logit, token)) {
                logit = bestLogit[warp];
                token = bestToken[warp];
            }
        }
        if (token != NOBODY && token % 256 == threadIdx.x) {
            left &= ~(1u << (token - first) / 256);
        }
        if (rank == 0) {
            most = logit;
        }
        if (threadIdx.x == 0) {
            part->tokens[rank] = token;
            part->logits[rank] = logit;
        }
    }
    float sum = 0;
#pragma unroll 1
    for (int i = 0; i < SEGMENT / 256; i++) {
        if (first + 256 * i < vocabulary) {
            sum += exponential(its[256 * i + threadIdx.x] - most);
        }
    }
    sum = blockSum(sum, each);
    if (threadIdx.x == 0) {
        part->greatest = most;
        part->logSum = sum;
    }
}

// One warp a row; a lane minds every 32nd segment.
KERNEL top_join(const Top* parts, Top* tops, int segments) {
    // how many of a segment's best are taken
    __shared__ u8 taken[MOST_SEGMENTS];
    int lane = threadIdx.x;
    const Top* its = parts + (i64) blockIdx.x * segments;
    Top* top = tops + blockIdx.x;
    float most = NOTHING;
#pragma unroll 1
    for (int s = lane; s < segments; s += 32) {
        taken[s] = 0;
        most = fmaxf(most, its[s].greatest);
    }
    most = warpMost(most);
    for (int rank = 0; rank < BEST; rank++) {
        float logit = NOTHING;
        int token = NOBODY;
        int from = 0;
#pragma unroll 1
        for (int s = lane; s < segments; s += 32) {
            if (taken[s] < BEST && better(its[s].logits[taken[s]], its[s].tokens[taken[s]], logit, token)) {
                logit = its[s].logits[taken[s]];
                token = its[s].tokens[taken[s]];
                from = s;
            }
        }
        int mine = token;
        bestOfWarp(logit, token);
        if (token != NOBODY && token == mine) {
            taken[from]++;
        }
        if (lane == 0) {
            top->tokens[rank] = token == NOBODY ? -1 : token;
            top->logits[rank] = logit;
        }
    }
    float sum = 0;
#pragma unroll 1
    for (int s = lane; s < segments; s += 32) {
        sum = fmaf(its[s].logSum, exponential(its[s].greatest - most), sum);
    }
    sum = warpSum(sum);
    if (lane == 0) {
        top->greatest = most;
        top->logSum = logf(sum);
    }
}
