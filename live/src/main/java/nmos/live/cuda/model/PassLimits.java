package nmos.live.cuda.model;

/// How large passes get.
///
/// @param rows of a pass
/// @param wanted rows whose logits are wanted
/// @param positions that a row sees, its own and its ancestors' in the pass included
/// @param pages that all texts of a pass hold together
/// @param masses whether anybody ever asks where attention fell
public record PassLimits(int rows, int wanted, int positions, int pages, boolean masses) {
    public PassLimits {
        if (rows < 1 || wanted < 1 || positions < rows || pages < 0) {
            throw new IllegalArgumentException("passes of " + rows + " rows, " + wanted + " of them wanted, over " + positions
                    + " positions in " + pages + " pages");
        }
    }
}
