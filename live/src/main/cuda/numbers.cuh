// Functions of floats, and sums whose order never varies.
#pragma once

static const float NOTHING = -INFINITY;

// The CPU's nmos.live.kernel.Exponential, step by step.
HERE float exponential(float x) {
    const float whole = 12582912.0f;
    float bounded = fminf(fmaxf(x, -87.0f), 88.0f);
    float shifted = fmaf(bounded, 1.442695f, whole);
    float n = shifted - whole;
    float r = fmaf(n, -0.6933594f, bounded);
    r = fmaf(n, 2.1219444e-4f, r);
    float p = r * 1.9875691e-4f + 1.3981999e-3f;
    p = fmaf(p, r, 8.333452e-3f);
    p = fmaf(p, r, 4.1665796e-2f);
    p = fmaf(p, r, 0.16666666f);
    p = fmaf(p, r, 0.5f);
    float power = fmaf(p, r * r, r) + 1.0f;
    float e = power * __int_as_float((__float_as_int(shifted) << 23) + 0x3f800000);
    // a bound is no bound for what is not a number
    return x == x ? e : x;
}

template <class V>
HERE V warpSum(V x) {
#pragma unroll
    for (int mask = 1; mask < 32; mask *= 2) {
        x += fromLane(x, mask);
    }
    return x;
}

HERE float warpMost(float x) {
#pragma unroll
    for (int mask = 1; mask < 32; mask *= 2) {
        x = fmaxf(x, fromLane(x, mask));
    }
    return x;
}

// Of a block of whole warps, all of whose threads call it; all of them get the sum. `each`: room for one number a warp.
template <class V>
HERE V blockSum(V x, V* each) {
    x = warpSum(x);
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        each[threadIdx.x / 32] = x;
    }
    __syncthreads();
    V sum = each[0];
    for (u32 warp = 1; warp < blockDim.x / 32; warp++) {
        sum += each[warp];
    }
    return sum;
}
