package nmos.live.model;

import java.util.function.UnaryOperator;
import nmos.live.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/// The second half of a layer.
public sealed interface FeedForward {
    /// Numbers in a row at its widest.
    int inner();

    /// The same with its matrices elsewhere.
    FeedForward moved(UnaryOperator<Matrix> to);

    /// `down * (silu(gate * x) * (up * x))`. `gate`, `up`: (inner, width); `down`: (width, inner).
    record Dense(Matrix gate, Matrix up, Matrix down) implements FeedForward {
        @Override
        public int inner() {
            return gate.rows();
        }

        @Override
        public Dense moved(UnaryOperator<Matrix> to) {
            return new Dense(to.apply(gate), to.apply(up), to.apply(down));
        }
    }

    /// `router`: (experts, width). Each row goes through the experts it scores highest, weighted by their shares, and through
    /// the shared one where there is one.
    record Mixture(Matrix router, Dense[] experts, @Nullable Shared shared) implements FeedForward {
        @Override
        public int inner() {
            int inner = experts[0].inner();
            return shared == null ? inner : Math.max(inner, shared.expert.inner());
        }

        @Override
        public Mixture moved(UnaryOperator<Matrix> to) {
            var others = new Dense[experts.length];
            for (int e = 0; e < others.length; e++) {
                others[e] = experts[e].moved(to);
            }
            Shared all = shared == null ? null : new Shared(to.apply(shared.gate), shared.expert.moved(to));
            return new Mixture(to.apply(router), others, all);
        }
    }

    /// An expert that all rows use, weighted by the sigmoid of `gate * x`; `gate`: (1, width).
    record Shared(Matrix gate, Dense expert) {}
}
