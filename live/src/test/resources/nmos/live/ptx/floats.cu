#include <cuda_fp16.h>
#include <cuda_bf16.h>

extern "C" __global__ void floats(const float* a, const float* b, float* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    float x = a[i], y = b[i];
    float* o = out + i * 20;
    o[0] = x + y;
    o[1] = x - y;
    o[2] = x * y;
    o[3] = x / y;
    o[4] = fmaf(x, y, x);
    o[5] = sqrtf(x);
    o[6] = fminf(x, y);
    o[7] = fmaxf(x, y);
    o[8] = fabsf(x) + -y;
    o[9] = rintf(x);
    o[10] = floorf(x);
    o[11] = ceilf(x);
    o[12] = truncf(x);
    o[13] = __fmul_rn(x, y) + 1.0f;
    o[14] = __frcp_rn(x);
    o[15] = copysignf(x, y);
    o[16] = x < y ? x : 2.0f * y;
    o[17] = isnan(x) || x >= y ? 1.0f : 0.0f;
    o[18] = __fadd_rz(x, y);
    o[19] = __fmul_ru(x, y);
}

extern "C" __global__ void doubles(const double* a, const double* b, double* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    double x = a[i], y = b[i];
    double* o = out + i * 8;
    o[0] = x + y;
    o[1] = x * y;
    o[2] = x / y;
    o[3] = fma(x, y, x);
    o[4] = sqrt(fabs(x));
    o[5] = (double)(float)x;
    o[6] = fmin(x, y) + floor(y);
    o[7] = x > y ? (double)(long long)x : (double)(int)y;
}

extern "C" __global__ void conversions(const float* a, const int* b, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    float x = a[i];
    int y = b[i];
    int* o = out + i * 20;
    o[0] = __float2int_rn(x);
    o[1] = __float2int_rz(x);
    o[2] = __float2int_rd(x);
    o[3] = __float2int_ru(x);
    o[4] = __float2uint_rn(x);
    o[5] = (signed char)__float2int_rn(x);
    o[6] = __float_as_int((float)y);
    o[7] = __float_as_int(__uint2float_rn((unsigned)y));
    o[8] = __float_as_int(__int2float_rz(y));
    o[9] = __half_as_ushort(__float2half(x));
    o[10] = __half_as_ushort(__float2half_rz(x));
    o[11] = __float_as_int(__half2float(__ushort_as_half((unsigned short)y)));
    o[12] = __bfloat16_as_ushort(__float2bfloat16(x));
    o[13] = __float_as_int(__bfloat162float(__ushort_as_bfloat16((unsigned short)y)));
    o[14] = __half_as_ushort(__int2half_rn(y));
    o[15] = __half2int_rn(__ushort_as_half((unsigned short)y));
    __half2 h = __floats2half2_rn(x, (float)y);
    o[16] = *(int*)&h;
    o[17] = (int)(unsigned char)(unsigned)fabsf(x) + (unsigned short)y;
    o[18] = (int)(long long)x;
    o[19] = __float_as_int((float)((long long)y * 1000003LL));
}

extern "C" __global__ void halves(const unsigned short* a, const unsigned short* b, unsigned short* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    __half x = __ushort_as_half(a[i]), y = __ushort_as_half(b[i]);
    unsigned short* o = out + i * 12;
    o[0] = __half_as_ushort(__hadd(x, y));
    o[1] = __half_as_ushort(__hsub(x, y));
    o[2] = __half_as_ushort(__hmul(x, y));
    o[3] = __half_as_ushort(__hfma(x, y, x));
    o[4] = __hlt(x, y);
    o[5] = __half_as_ushort(__hneg(x));
    o[6] = __half_as_ushort(__habs(x));
    __half2 v = __halves2half2(x, y);
    __half2 w = __hfma2(v, __lowhigh2highlow(v), v);
    o[7] = __half_as_ushort(__low2half(w));
    o[8] = __half_as_ushort(__high2half(w));
    __half2 s = __hadd2(v, __hmul2(v, v));
    o[9] = __half_as_ushort(__low2half(s));
    o[10] = __half_as_ushort(__high2half(s));
    __nv_bfloat16 p = __ushort_as_bfloat16(a[i]), q = __ushort_as_bfloat16(b[i]);
    o[11] = __bfloat16_as_ushort(__float2bfloat16(__bfloat162float(p) * __bfloat162float(q)));
}

extern "C" __global__ void approximations(const float* a, float* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    float x = a[i];
    float* o = out + i * 12;
    o[0] = exp2f(x);
    o[1] = __expf(x);
    o[2] = __log2f(fabsf(x));
    o[3] = rsqrtf(fabsf(x));
    o[4] = __fdividef(1.0f, x);
    o[5] = __sinf(x);
    o[6] = __cosf(x);
    o[7] = expf(x);
    o[8] = tanhf(x);
    o[9] = sinf(x);
    o[10] = powf(fabsf(x), 0.3f);
    float t;
    asm("tanh.approx.f32 %0, %1;" : "=f"(t) : "f"(x));
    o[11] = t;
}

extern "C" __global__ void flushed(const float* a, const float* b, float* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    float x = a[i], y = b[i], r;
    asm("mul.rn.ftz.f32 %0, %1, %2;" : "=f"(r) : "f"(x), "f"(y));
    out[2 * i] = r;
    asm("fma.rn.ftz.f32 %0, %1, %2, %3;" : "=f"(r) : "f"(x), "f"(y), "f"(x));
    out[2 * i + 1] = r;
}
