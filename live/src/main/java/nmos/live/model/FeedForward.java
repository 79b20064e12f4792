package nmos.live.model;

import nmos.live.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/// The second half of a layer.
public sealed interface FeedForward {
    /// `down * (silu(gate * x) * (up * x))`. `gate`, `up`: (inner, width); `down`: (width, inner).
    record Dense(Matrix gate, Matrix up, Matrix down) implements FeedForward {
        int inner() {
            return gate.rows();
        }
    }

    /// `router`: (experts, width). Each row goes through the experts it scores highest, weighted by their shares, and through
    /// the shared one where there is one.
    record Mixture(Matrix router, Dense[] experts, @Nullable Shared shared) implements FeedForward {
        int inner() {
            int inner = experts[0].inner();
            return shared == null ? inner : Math.max(inner, shared.expert.inner());
        }
    }

    /// An expert that all rows use, weighted by the sigmoid of `gate * x`; `gate`: (1, width).
    record Shared(Matrix gate, Dense expert) {}
}
