package nmos.live.cuda.model;

import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Kernels;
import nmos.live.cuda.kernel.Product;
import nmos.live.cuda.kernel.Rounding;
import nmos.live.cuda.kernel.Rows;
import nmos.live.kernel.Grid;
import nmos.live.kernel.Matrix;

/// Products of rows that are rounded where that has not been done yet: queries, keys and values are made of the same ones.
final class Products {
    private final Driver.Stream stream;
    private final Rounding rounding;
    private final Product product;
    private final Rows rounded;
    private long from;
    private Grid grid = Grid.FREE;

    Products(Kernels kernels, Driver.Stream stream, Rows rounded) {
        this.stream = stream;
        this.rounded = rounded;
        rounding = new Rounding(kernels);
        product = new Product(kernels);
    }

    /// Rows are not what they were.
    void changed() {
        from = 0;
    }

    /// `to (rows, w.rows) = x (rows, w.cols) * w^T`, rows of `to` being `stride` apart.
    void multiply(Matrix w, long x, int rows, long to, int stride) {
        product.run(stream, w, round(w, x, rows), rows, to, stride);
    }

    /// For experts: `given` rows of x, of which at most `most` go through one of them.
    void multiply(Matrix w, long x, int given, int most, long to, int stride, Product.Routed routed) {
        product.run(stream, w, round(w, x, given), most, to, stride, routed);
    }

    private Rows round(Matrix w, long x, int rows) {
        Grid wanted = Grid.of(w.type());
        if (wanted == Grid.FREE) {
            return rounded.floats(x);
        }
        if (from != x || grid != wanted) {
            rounding.run(stream, wanted, x, rounded, rows, w.cols());
            from = x;
            grid = wanted;
        }
        return rounded;
    }
}
