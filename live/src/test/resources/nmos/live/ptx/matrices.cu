#include <cuda_fp16.h>

// 8 x 16 signed bytes times 16 x 8 signed bytes: one mma.
extern "C" __global__ void bytes(const int* a, const int* b, int* c) {
    int lane = threadIdx.x;
    int d0 = lane, d1 = -lane;
    asm volatile("mma.sync.aligned.m8n8k16.row.col.s32.s8.s8.s32 {%0,%1}, {%2}, {%3}, {%0,%1};"
                 : "+r"(d0), "+r"(d1) : "r"(a[lane]), "r"(b[lane]));
    c[(lane >> 2) * 8 + (lane & 3) * 2] = d0;
    c[(lane >> 2) * 8 + (lane & 3) * 2 + 1] = d1;
}

// 16 x 8 halves times 8 x 8 halves, sums in fp32, the left one through shared memory and ldmatrix.
extern "C" __global__ void halves(const __half* a, const __half* b, float* c) {
    __shared__ __align__(16) __half tile[16 * 8];
    int lane = threadIdx.x;
    for (int i = lane; i < 128; i += 32) tile[i] = a[i];
    __syncthreads();
    unsigned a0, a1, b0;
    unsigned row = (unsigned)__cvta_generic_to_shared(tile + (lane & 15) * 8);
    asm volatile("ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%0,%1}, [%2];" : "=r"(a0), "=r"(a1) : "r"(row));
    const __half* column = b + (lane >> 2) * 8 + (lane & 3) * 2;
    b0 = *(const unsigned*)column;
    float d0 = 0, d1 = 0, d2 = 0, d3 = 0;
    asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5}, {%6}, {%0,%1,%2,%3};"
                 : "+f"(d0), "+f"(d1), "+f"(d2), "+f"(d3) : "r"(a0), "r"(a1), "r"(b0));
    int r = lane >> 2, k = (lane & 3) * 2;
    c[r * 8 + k] = d0;
    c[r * 8 + k + 1] = d1;
    c[(r + 8) * 8 + k] = d2;
    c[(r + 8) * 8 + k + 1] = d3;
}

extern "C" __global__ void transposed(const unsigned short* in, unsigned* out) {
    __shared__ __align__(16) unsigned short tile[4 * 64];
    int lane = threadIdx.x;
    for (int i = lane; i < 256; i += 32) tile[i] = in[i];
    __syncthreads();
    unsigned r0, r1, r2, r3, row = (unsigned)__cvta_generic_to_shared(tile + lane * 8);
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];" : "=r"(r0), "=r"(r1), "=r"(r2), "=r"(r3) : "r"(row));
    out[lane] = r0; out[32 + lane] = r1; out[64 + lane] = r2; out[96 + lane] = r3;
}
