// What a kernel must not do, each in one kernel.

extern "C" __global__ void beyond(int* out, int n) { out[threadIdx.x + n] = 1; }
extern "C" __global__ void crooked(const char* in, int* out) { out[threadIdx.x] = *(const int*)(in + threadIdx.x); }
extern "C" __global__ void unwritten(int* out) {
    __shared__ int held[64];
    if (threadIdx.x < 32) held[threadIdx.x] = threadIdx.x;
    __syncthreads();
    out[threadIdx.x] = held[threadIdx.x];
}
extern "C" __global__ void race(int* out) {
    __shared__ int held[64];
    held[threadIdx.x] = threadIdx.x;
    out[threadIdx.x] = held[63 - threadIdx.x];
}
extern "C" __global__ void racelater(int* out) {
    __shared__ int held[64];
    held[threadIdx.x] = threadIdx.x;
    __syncthreads();
    int x = held[blockDim.x - 1 - threadIdx.x];
    held[threadIdx.x] = x + 1;
    __syncthreads();
    out[threadIdx.x] = held[threadIdx.x];
}
extern "C" __global__ void insidewarp(int* out) {
    __shared__ volatile int held[64];
    held[threadIdx.x] = threadIdx.x;
    __syncwarp();
    int x = held[threadIdx.x ^ 1];
    __syncwarp();
    held[threadIdx.x] = x + 1;
    out[threadIdx.x] = held[threadIdx.x];
}
extern "C" __global__ void lonely(int* out) {
    if (threadIdx.x & 1) __syncthreads();
    out[threadIdx.x] = 1;
}
extern "C" __global__ void absent(int* out) {
    int x = threadIdx.x;
    if (threadIdx.x < 16) x = __shfl_sync(~0u, x, 3);
    else for (;;) { if (atomicAdd(out, 0) == -1) break; }
    out[threadIdx.x] = x;
}
extern "C" __global__ void toomuch(int* out) {
    __shared__ int held[8];
    held[threadIdx.x] = 1;
    __syncthreads();
    out[threadIdx.x] = held[0];
}
extern "C" __global__ void endless(int* out) { while (atomicAdd(out, 0) == 0); }
extern "C" __global__ void trapped(int* out) { if (threadIdx.x == 7) __trap(); out[threadIdx.x] = 1; }
