package nmos.live.quant;

/// Scale and min of each sub-block of a super-block, so that its extremes are met: `x = scale * q - min`, `q` from 0 to
/// `levels`. Mins are not negative, as the formats store them: a sub-block of positive numbers starts at 0.
final class AffineFit {
    final float[] scales;
    final float[] mins;

    AffineFit(float[] row, int from, int sub, int levels) {
        scales = new float[Fields.SUPER / sub];
        mins = new float[scales.length];
        for (int s = 0; s < scales.length; s++) {
            mins[s] = -Math.min(0, Fields.least(row, from + s * sub, sub));
            scales[s] = (Math.max(0, Fields.most(row, from + s * sub, sub)) + mins[s]) / levels;
        }
    }

    float largestScale() {
        return Fields.most(scales, 0, scales.length);
    }

    float largestMin() {
        return Fields.most(mins, 0, mins.length);
    }

    static int level(float value, float step, int levels) {
        return Fields.clamp(Math.round(value * Fields.inverse(step)), 0, levels);
    }
}
