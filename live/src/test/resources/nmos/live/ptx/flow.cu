// Branches, loops that end at different times, tables of jumps, functions that are called.

extern "C" __global__ void collatz(const int* in, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    int steps = 0;
    for (unsigned x = in[i]; x > 1; steps++) {
        if (x & 1) x = 3 * x + 1;
        else x >>= 1;
    }
    out[i] = steps;
}

__device__ __noinline__ int tangle(int a, int b) {
    if (a > b) return a * 3 - b;
    while (a < b) a += 7;
    return a ^ b;
}

struct Two { long long sum; int difference; };
__device__ __noinline__ Two both(int a, int b) {
    Two t;
    t.sum = (long long)tangle(a, b) + b;
    t.difference = a - b;
    return t;
}

extern "C" __global__ void calls(const int* in, long long* out) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    long long r = i;
    if (i % 3 != 0) {
        Two t = both(in[i], i);
        r = t.sum * 5 + t.difference;
    } else if (i % 2 == 0) {
        r = tangle(i, in[i]);
    }
    out[i] = r + tangle(in[i] & 15, 4);
}

extern "C" __global__ void cases(const int* in, int* out) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    int x = in[i];
    switch (x & 15) {
        case 0: x = x * x; break;
        case 1: x = x / 3; break;
        case 2: x = x ^ 12345; for (int k = 0; k < i; k++) x += k * x; break;
        case 3: x = __popc(x); break;
        case 4: x = -x; break;
        case 5: x = x << 3; break;
        case 6: x = x % 17; out[i + 1024] = 1; break;
        case 7: x = x + out[i + 1024]; break;
        default: x = 1;
    }
    out[i] = x;
}

// A lock that lanes of one warp take from each other.
extern "C" __global__ void locked(int* lock, int* value) {
    bool done = false;
    while (!done) {
        if (atomicCAS(lock, 0, 1) == 0) {
            *(volatile int*)value = *(volatile int*)value * 3 + 1;
            __threadfence();
            atomicExch(lock, 0);
            done = true;
        }
    }
}
