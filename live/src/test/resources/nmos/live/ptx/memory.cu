#include <cuda_fp16.h>

__constant__ float table[8] = {1.5f, -2.0f, 0.25f, 3.0f, 4.0f, 5.0f, 6.0f, -7.5f};
__constant__ signed char codes[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
__device__ int counter = 40;
__device__ unsigned long long big[4] = {1, 2, 3, 0xFFFFFFFFFFFFFFFFull};

struct Shape { int rows; int columns; long long stride; float scale; unsigned char kind; };

// Vectors of 2 and 4, the read-only path, a struct by value, constants by a computed index.
extern "C" __global__ void vectors(const float4* __restrict__ in, float4* out, Shape shape, const uint2* __restrict__ pairs, uint2* swapped) {
    int row = blockIdx.y, column = threadIdx.x;
    if (column >= shape.columns || row >= shape.rows) return;
    float4 v = __ldg(in + row * shape.stride + column);
    float s = shape.scale * table[(row + column) & 7];
    out[row * shape.stride + column] = make_float4(v.w * s, v.z * s, v.y * s, v.x + codes[column & 15] + shape.kind);
    uint2 p = pairs[row * shape.columns + column];
    swapped[row * shape.columns + column] = make_uint2(p.y, p.x);
}

extern "C" __global__ void reversed(const int* in, int* out) {
    __shared__ int fixed[64];
    extern __shared__ int given[];
    int t = threadIdx.x;
    fixed[t] = in[blockIdx.x * 64 + t];
    given[t] = 1000 * t;
    __syncthreads();
    out[blockIdx.x * 64 + t] = fixed[63 - t] + given[(t + 1) & 63];
}

// A local array that is indexed by a value that no compiler knows.
extern "C" __global__ void locals(const int* in, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    int own[16];
    for (int k = 0; k < 16; k++) own[k] = k * i;
    for (int k = 0; k < n; k++) own[in[k] & 15] += in[k];
    int sum = 0;
    for (int k = 0; k < 16; k++) sum = sum * 31 + own[k];
    out[i] = sum;
}

extern "C" __global__ void globals(int* out) {
    int before = atomicAdd(&counter, 2);
    out[threadIdx.x] = before;
    out[32 + threadIdx.x] = (int)big[threadIdx.x & 3];
}

__device__ __noinline__ float pick(const float* anywhere, int i) { return anywhere[i] * 2.0f; }

// One pointer that may be shared, constant or global: generic addresses.
extern "C" __global__ void generic(const float* in, float* out) {
    __shared__ float held[32];
    int t = threadIdx.x;
    held[t] = in[t] + 1.0f;
    __syncthreads();
    const float* p = t % 3 == 0 ? held : t % 3 == 1 ? in : out + 64;
    out[t] = pick(p, 31 - t);
}
