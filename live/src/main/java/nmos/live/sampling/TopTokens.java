package nmos.live.sampling;

/// The tokens of the highest logits, best first, equal ones by id.
public final class TopTokens {
    private TopTokens() {}

    /// Puts the best `wanted` of `vocabulary` tokens into `out` and returns how many there are. A heap whose root is the worst
    /// one kept, which is then taken apart from its end.
    public static int select(float[] logits, int vocabulary, int wanted, int[] out) {
        int count = 0;
        for (int token = 0; token < vocabulary; token++) {
            if (count < wanted) {
                out[count] = token;
                up(logits, out, count++);
            } else if (wanted > 0 && better(logits, token, out[0])) {
                out[0] = token;
                down(logits, out, 0, count);
            }
        }
        for (int last = count - 1; last > 0; last--) {
            swap(out, 0, last);
            down(logits, out, 0, last);
        }
        return count;
    }

    private static boolean better(float[] logits, int a, int b) {
        return logits[a] > logits[b] || (logits[a] == logits[b] && a < b);
    }

    private static void up(float[] logits, int[] heap, int from) {
        int child = from;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (!better(logits, heap[parent], heap[child])) {
                return;
            }
            swap(heap, parent, child);
            child = parent;
        }
    }

    private static void down(float[] logits, int[] heap, int from, int count) {
        int parent = from;
        while (2 * parent + 1 < count) {
            int worst = 2 * parent + 1;
            if (worst + 1 < count && better(logits, heap[worst], heap[worst + 1])) {
                worst++;
            }
            if (!better(logits, heap[parent], heap[worst])) {
                return;
            }
            swap(heap, parent, worst);
            parent = worst;
        }
    }

    private static void swap(int[] heap, int a, int b) {
        int kept = heap[a];
        heap[a] = heap[b];
        heap[b] = kept;
    }
}
