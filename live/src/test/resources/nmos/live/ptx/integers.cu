// Integer instructions: each kernel writes a fixed number of results a thread.

extern "C" __global__ void integers(const int* a, const int* b, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    int x = a[i], y = b[i];
    unsigned ux = x, uy = y;
    int* o = out + i * 24;
    o[0] = x + y;
    o[1] = x - y;
    o[2] = x * y;
    o[3] = __mulhi(x, y);
    o[4] = __umulhi(ux, uy);
    o[5] = y == 0 || (x == INT_MIN && y == -1) ? 0 : x / y;
    o[6] = y == 0 ? 0 : ux % uy;
    o[7] = min(x, y);
    o[8] = max(ux, uy);
    o[9] = abs(x) + (-y);
    o[10] = x << (y & 31);
    o[11] = x >> (y & 31);
    o[12] = ux >> (uy & 31);
    o[13] = (x & y) ^ (~x | y);
    o[14] = __popc(x) + __clz(y) * 64 + __ffs(x) * 4096;
    o[15] = __brev(x);
    o[16] = __byte_perm(x, y, 0x5142);
    o[17] = __byte_perm(x, y, ux >> 3);
    o[18] = __funnelshift_l(x, y, uy);
    o[19] = __funnelshift_r(x, y, ux);
    o[20] = __funnelshift_lc(x, y, uy & 63);
    o[21] = __dp4a(x, y, x);
    o[22] = (int)__dp4a(ux, uy, ux);
    o[23] = __dp2a_lo(x, y, 7) + 3 * __dp2a_hi(x, y, 9);
}

extern "C" __global__ void longs(const long long* a, const long long* b, long long* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    long long x = a[i], y = b[i];
    unsigned long long ux = x, uy = y;
    long long* o = out + i * 16;
    o[0] = x + y;
    o[1] = x * y;
    o[2] = __mul64hi(x, y);
    o[3] = __umul64hi(ux, uy);
    o[4] = y == 0 || y == -1 ? 0 : x / y;
    o[5] = y == 0 ? 0 : ux % uy;
    o[6] = min(x, y);
    o[7] = max(ux, uy);
    o[8] = x << (y & 63);
    o[9] = x >> (y & 63);
    o[10] = ux >> (uy & 63);
    o[11] = __popcll(x) + __clzll(y) * 128;
    o[12] = (long long)(int)x * (int)y;
    o[13] = (unsigned long long)(unsigned)x * (unsigned)y + ux;
    o[14] = __brevll(x) ^ (x & ~y);
    o[15] = (x < y ? 1 : 0) + (ux < uy ? 2 : 0) + (x == y ? 4 : 0) + llabs(x);
}

// 4-, 2- and 6-bit fields, signed bytes and shorts: what unpacking quantised weights is made of.
extern "C" __global__ void fields(const unsigned char* bytes, const short* shorts, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned char b = bytes[i];
    signed char c = (signed char)b;
    short s = shorts[i];
    unsigned short us = (unsigned short)s;
    int* o = out + i * 16;
    o[0] = b & 15;
    o[1] = b >> 4;
    o[2] = (b >> 2) & 3;
    o[3] = c;
    o[4] = s;
    o[5] = us;
    o[6] = (short)(s * 3);
    o[7] = (signed char)(s >> 3);
    o[8] = s < c;
    o[9] = us > b;
    o[10] = (unsigned short)(us / (b + 1));
    o[11] = (short)max((int)s, (int)c);
    int field, insert;
    asm("bfe.s32 %0, %1, %2, %3;" : "=r"(field) : "r"((int)s * 65537), "r"((int)(b & 31)), "r"((int)(b >> 3)));
    asm("bfi.b32 %0, %1, %2, %3, %4;" : "=r"(insert) : "r"((int)s), "r"((int)us * 40503), "r"((int)(b & 31)), "r"((int)(b >> 3)));
    o[12] = field;
    o[13] = insert;
    unsigned ufield;
    asm("bfe.u32 %0, %1, %2, %3;" : "=r"(ufield) : "r"((int)s * 65537), "r"((int)(b & 31)), "r"((int)(b >> 3)));
    o[14] = ufield;
    int wide, top;
    asm("{ .reg .b16 lo, hi; mov.b32 {lo, hi}, %2; mul.wide.s16 %0, lo, hi; mov.b32 %1, {hi, lo}; }" : "=r"(wide), "=r"(top) : "r"((int)s * 40503));
    o[15] = wide ^ top;
}

extern "C" __global__ void carries(const unsigned long long* a, unsigned* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned long long x = a[2 * i], y = a[2 * i + 1];
    unsigned xl = (unsigned)x, xh = (unsigned)(x >> 32), yl = (unsigned)y, yh = (unsigned)(y >> 32), r0, r1, r2, s0, s1;
    asm("add.cc.u32 %0, %3, %5; addc.cc.u32 %1, %4, %6; addc.u32 %2, 0, 0;" : "=r"(r0), "=r"(r1), "=r"(r2) : "r"(xl), "r"(xh), "r"(yl), "r"(yh));
    asm("sub.cc.u32 %0, %2, %4; subc.u32 %1, %3, %5;" : "=r"(s0), "=r"(s1) : "r"(xl), "r"(xh), "r"(yl), "r"(yh));
    unsigned* o = out + i * 6;
    o[0] = r0; o[1] = r1; o[2] = r2; o[3] = s0; o[4] = s1;
    o[5] = __vadd4(xl, yl) ^ __vsub4(xh, yh) ^ __vcmpgts4(xl, yh) ^ __vabsdiffu4(xh, yl) ^ __vsubss4(xl, yl);
}
