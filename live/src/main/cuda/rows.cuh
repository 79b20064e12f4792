// What happens to rows between products.
#pragma once

// x / sqrt(mean of squares + epsilon) * weight; in double precision up to the root, as on the CPU.
HERE float normScale(double squares, int count, float epsilon) {
    return (float) (1.0 / sqrt(squares / count + epsilon));
}

KERNEL rms_norm(const float* x, const int* rowOf, const float* weight, float* out, int cols, float epsilon) {
    __shared__ double each[8];
    const float* from = x + (i64) (rowOf == nullptr ? blockIdx.x : rowOf[blockIdx.x]) * cols;
    float* to = out + (i64) blockIdx.x * cols;
    double squares = 0;
    for (int i = threadIdx.x; i < cols; i += 256) {
        // exact: two floats' product fits a double
        squares += (double) from[i] * from[i];
    }
    float scale = normScale(blockSum(squares, each), cols, epsilon);
    for (int i = threadIdx.x; i < cols; i += 256) {
        to[i] = from[i] * scale * weight[i];
    }
}

// One warp a head: bias, norm, turn. `neighbours`: numbers 2i and 2i + 1 are turned together, else i and i + pairs.
KERNEL heads(float* x, const float* bias, const float* norm, const float* cosines, const float* sines, int heads,
             int headWidth, int pairs, int neighbours, float epsilon) {
    int lane = threadIdx.x;
    int head = blockIdx.x;
    i64 row = blockIdx.y;
    float* at = x + (row * heads + head) * headWidth;
    double squares = 0;
    for (int i = lane; i < headWidth; i += 32) {
        float value = at[i];
        if (bias != nullptr) {
            value += bias[head * headWidth + i];
            at[i] = value;
        }
        squares += (double) value * value;
    }
    if (norm != nullptr) {
        float scale = normScale(warpSum(squares), headWidth, epsilon);
        for (int i = lane; i < headWidth; i += 32) {
            at[i] = at[i] * scale * norm[i];
        }
    }
    __syncwarp();
    int stride = neighbours ? 2 : 1;
    int apart = neighbours ? 1 : pairs;
    for (int i = lane; i < pairs; i += 32) {
        float a = at[stride * i];
        float b = at[stride * i + apart];
        float cosine = cosines[row * pairs + i];
        float sine = sines[row * pairs + i];
        at[stride * i] = a * cosine - b * sine;
        at[stride * i + apart] = a * sine + b * cosine;
    }
}

struct KvF16 {
    static const int BYTES = 2;

    HERE void put(u8* at, float x) {
        *(u16*) at = toHalf(x);
    }

    HERE float get(const u8* at) {
        return halfAt(at);
    }
};

struct KvF32 {
    static const int BYTES = 4;

    HERE void put(u8* at, float x) {
        *(float*) at = x;
    }

    HERE float get(const u8* at) {
        return *(const float*) at;
    }
};

#define KEEP_ARGUMENTS const float *k, const float *v, const float *vBias, u8 *layer, int width, int positions

template <class K>
HERE void keep(KEEP_ARGUMENTS) {
    i64 row = blockIdx.x;
    for (int i = threadIdx.x; i < width; i += 256) {
        float value = v[row * width + i];
        if (vBias != nullptr) {
            value += vBias[i];
        }
        K::put(layer + (row * width + i) * K::BYTES, k[row * width + i]);
        K::put(layer + ((positions + row) * width + i) * K::BYTES, value);
    }
}

KERNEL keep_f16(KEEP_ARGUMENTS) {
    keep<KvF16>(k, v, vBias, layer, width, positions);
}

KERNEL keep_f32(KEEP_ARGUMENTS) {
    keep<KvF32>(k, v, vBias, layer, width, positions);
}

KERNEL swiglu(float* gate, const float* up, int count) {
    int i = blockIdx.x * 256 + threadIdx.x;
    if (i < count) {
        float g = gate[i];
        gate[i] = g / (exponential(-g) + 1.0f) * up[i];
    }
}

KERNEL add(float* x, const float* y, int count) {
    int i = blockIdx.x * 256 + threadIdx.x;
    if (i < count) {
        x[i] += y[i];
    }
}
