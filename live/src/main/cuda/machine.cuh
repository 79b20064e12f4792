// What the machine does in one instruction and C has no word for. Compute capability 7.5 has all of it.
#pragma once

typedef signed char i8;
typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;

#define KERNEL extern "C" __global__ void
#define HERE static __device__ __forceinline__

static const u32 WARP = 0xffffffffu;

HERE float fromHalf(u16 half) {
    float x;
    asm("cvt.f32.f16 %0, %1;" : "=f"(x) : "h"(half));
    return x;
}

HERE u16 toHalf(float x) {
    u16 half;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(half) : "f"(x));
    return half;
}

// c (8 x 8) += a (8 x 16) * b (16 x 8). A lane holds four numbers of a's row lane / 4 and of b's column lane / 4, from
// 4 * (lane % 4) on, and of c's row lane / 4 the columns 2 * (lane % 4) and the next.
HERE void multiplyTile(int (&c)[2], int a, int b) {
    asm volatile("mma.sync.aligned.m8n8k16.row.col.s32.s8.s8.s32 {%0, %1}, {%2}, {%3}, {%0, %1};"
        : "+r"(c[0]), "+r"(c[1])
        : "r"(a), "r"(b));
}

template <class V>
HERE V fromLane(V value, int mask) {
    return __shfl_xor_sync(WARP, value, mask);
}

// Four bytes from an even address: most blocks are no multiple of four long.
HERE int bytesAt2(const u8* at) {
    const u16* halves = (const u16*) at;
    return halves[0] | (u32) halves[1] << 16;
}

HERE int bytesAt4(const u8* at) {
    return *(const int*) at;
}

HERE float halfAt(const u8* at) {
    return fromHalf(*(const u16*) at);
}
