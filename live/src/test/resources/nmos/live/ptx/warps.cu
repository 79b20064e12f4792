#include <cuda_fp16.h>

extern "C" __global__ void shuffles(const int* in, int* out) {
    int t = threadIdx.x;
    int x = in[t];
    int* o = out + t * 8;
    o[0] = __shfl_sync(~0u, x, (t * 7) & 31);
    o[1] = __shfl_up_sync(~0u, x, 3);
    o[2] = __shfl_down_sync(~0u, x, 5);
    o[3] = __shfl_xor_sync(~0u, x, 9);
    o[4] = __shfl_sync(~0u, x, t + 2, 8);
    o[5] = __shfl_xor_sync(~0u, x, 2, 4);
    o[6] = __shfl_down_sync(~0u, x, 3, 16);
    float f = (float)x;
    for (int d = 16; d > 0; d >>= 1) f += __shfl_xor_sync(~0u, f, d);
    o[7] = __float_as_int(f);
}

// Half a warp goes one way, half the other; each shuffles among itself.
extern "C" __global__ void apart(const int* in, int* out) {
    int t = threadIdx.x;
    int x = in[t];
    if (t & 1) x += __shfl_xor_sync(0xAAAAAAAAu, x, 2);
    else x -= __shfl_xor_sync(0x55555555u, x, 4);
    __syncwarp();
    out[t] = x;
}

extern "C" __global__ void votes(const int* in, unsigned* out) {
    int t = threadIdx.x;
    int x = in[t];
    unsigned* o = out + t * 6;
    o[0] = __ballot_sync(~0u, x > 0);
    o[1] = __all_sync(~0u, x > -1000000);
    o[2] = __any_sync(~0u, x == in[5]);
    o[3] = __match_any_sync(~0u, x & 3);
    if (x > 0) o[4] = __activemask();
    else o[4] = ~__activemask();
    int same;
    o[5] = __match_all_sync(~0u, x, &same) + same;
}

// Sums by every way there is: shared and global atomics, a barrier with a count.
extern "C" __global__ void sums(const int* in, int* out, float* total, unsigned long long* bits, int n) {
    __shared__ int sum, low, high;
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (threadIdx.x == 0) { sum = 0; low = 0x7fffffff; high = 0x80000000; }
    __syncthreads();
    int x = i < n ? in[i] : 0;
    atomicAdd(&sum, x);
    if (i < n) { atomicMin(&low, x); atomicMax(&high, x); }
    int odd = __syncthreads_count(x & 1);
    int any = __syncthreads_or(x == 77);
    if (threadIdx.x == 0) {
        out[blockIdx.x * 5] = sum;
        out[blockIdx.x * 5 + 1] = low;
        out[blockIdx.x * 5 + 2] = high;
        out[blockIdx.x * 5 + 3] = odd;
        out[blockIdx.x * 5 + 4] = any;
        atomicAdd(total, (float)sum);
    }
    atomicOr(bits, 1ull << (x & 63));
    atomicInc((unsigned*)(bits + 1), 99u);
}
