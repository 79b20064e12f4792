// Enough of CUDA for g++ to compile the kernels: a block at a time, its threads as fibers that take turns at barriers and shuffles.
#pragma once
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <algorithm>
#include <tuple>
#include <utility>
using std::min;
using std::max;
#define __global__
#define __device__
#define __shared__ static
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(x)
#define ASKED_FOR extern
struct int2 { int x, y; };
struct uint2 { unsigned x, y; };
struct int4 { int x, y, z, w; };
struct float4 { float x, y, z, w; };
struct Index { unsigned x, y, z; };
static Index threadIdx, blockIdx, blockDim, gridDim;
float shared[16384];

namespace host {
enum State { READY, WARP_BARRIER, BLOCK_BARRIER, OVER };
struct Fiber { void* sp; State state; unsigned turn; };
static const int MOST = 1024, STACK = 65536;
static Fiber fibers[MOST];
static char* stacks;
static void* main_sp;
static int current;
static char fault[256];
static void (*body)(const char*);
static const char* arguments;
static long long slots[MOST][2], more[MOST][2];

extern "C" void host_switch(void** from, void* to);
asm(".text\n.globl host_switch\nhost_switch:\n push %rbp\n push %rbx\n push %r12\n push %r13\n push %r14\n push %r15\n"
    " mov %rsp, (%rdi)\n mov %rsi, %rsp\n pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbx\n pop %rbp\n ret\n");

__attribute__((noinline)) static void wait(State state) {
    int me = current;
    fibers[me].state = state;
    host_switch(&fibers[me].sp, main_sp);
    asm volatile("" ::: "memory");
}
static void start() {
    body(arguments);
    fibers[current].state = OVER;
    host_switch(&fibers[current].sp, main_sp);
    abort();
}
static void resume(int i) {
    current = i;
    threadIdx = {(unsigned) i, 0, 0};
    fibers[i].state = READY;
    host_switch(&main_sp, fibers[i].sp);
}
static bool all(int from, int to, State state) {
    for (int i = from; i < to; i++) if (fibers[i].state != state) return false;
    return true;
}
static void block(int threads) {
    for (int i = 0; i < threads; i++) {
        char* top = stacks + (long) (i + 1) * STACK;
        void** sp = (void**) top;
        *--sp = nullptr;
        *--sp = (void*) start;
        for (int r = 0; r < 6; r++) *--sp = nullptr;
        fibers[i] = {sp, READY, 0};
    }
    while (true) {
        bool over = true;
        for (int w = 0; w < threads; w += 32) {
            int to = min(w + 32, threads);
            while (true) {
                for (int i = w; i < to; i++) if (fibers[i].state == READY) resume(i);
                if (!all(w, to, WARP_BARRIER)) break;
                for (int i = w; i < to; i++) fibers[i].state = READY;
            }
            over = over && all(w, to, OVER);
        }
        if (over) return;
        bool moved = false, barrier = true;
        for (int i = 0; i < threads; i++) barrier = barrier && (fibers[i].state == BLOCK_BARRIER);
        if (barrier) { for (int i = 0; i < threads; i++) fibers[i].state = READY; moved = true; }
        if (!moved) { snprintf(fault, sizeof fault, "threads of block %u %u %u wait for each other", blockIdx.x, blockIdx.y, blockIdx.z); return; }
    }
}
template <class... A, size_t... I>
static void unpack(void (*k)(A...), const char* args, std::index_sequence<I...>) {
    size_t at[sizeof...(A) + 1] = {0};
    size_t sizes[] = {sizeof(A)...};
    size_t to = 0;
    for (size_t i = 0; i < sizeof...(A); i++) { to = (to + sizes[i] - 1) / sizes[i] * sizes[i]; at[i] = to; to += sizes[i]; }
    k((*(std::remove_reference_t<A>*) (args + at[I]))...);
}
template <auto k> static void call(const char* args) {
    []<class... A>(void (*f)(A...), const char* args) { unpack(f, args, std::index_sequence_for<A...>()); }(k, args);
}
struct Entry { const char* name; void (*call)(const char*); };
static long long bits(int v) { return v; }
static long long bits(float v) { int i; memcpy(&i, &v, 4); return i; }
static long long bits(double v) { long long i; memcpy(&i, &v, 8); return i; }
}

static void __syncthreads() { host::wait(host::BLOCK_BARRIER); }
static void __syncwarp() { host::wait(host::WARP_BARRIER); }
static int __float_as_int(float x) { int i; memcpy(&i, &x, 4); return i; }
static float __int_as_float(unsigned x) { float f; memcpy(&f, &x, 4); return f; }
static int __dp4a(int a, int b, int c) {
    for (int i = 0; i < 4; i++) c += (signed char) (a >> 8 * i) * (signed char) (b >> 8 * i);
    return c;
}
template <class V> static V __shfl_xor_sync(unsigned, V v, int mask) {
    int me = host::current;
    int p = host::fibers[me].turn++ & 1;
    host::slots[me][p] = host::bits(v);
    host::wait(host::WARP_BARRIER);
    V out;
    memcpy(&out, &host::slots[me ^ mask][p], sizeof out);
    return out;
}
static float fromHalf(unsigned short h) { _Float16 f; memcpy(&f, &h, 2); return (float) f; }
static unsigned short toHalf(float x) { _Float16 f = (_Float16) x; unsigned short h; memcpy(&h, &f, 2); return h; }
static void multiplyTile(int (&c)[2], int a, int b) {
    int me = host::current, lane = me % 32, warp = me - lane;
    int p = host::fibers[me].turn++ & 1;
    host::slots[me][p] = a;
    host::more[me][p] = b;
    host::wait(host::WARP_BARRIER);
    for (int i = 0; i < 2; i++)
        for (int q = 0; q < 4; q++)
            c[i] = __dp4a((int) host::slots[warp + lane / 4 * 4 + q][p], (int) host::more[warp + (2 * (lane % 4) + i) * 4 + q][p], c[i]);
}
