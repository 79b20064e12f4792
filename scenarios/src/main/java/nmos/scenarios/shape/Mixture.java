package nmos.scenarios.shape;

/// The feed-forward part of a mixture of experts. The first `denseLayers` layers are dense; in each other one a router sends a
/// row to `used` of its `experts`, each `expertWidth` wide inside. `sharedWidth`: that of the experts every row goes through,
/// side by side; 0 where there are none.
public record Mixture(int experts, int used, int expertWidth, int sharedWidth, int denseLayers) {
    public Mixture {
        if (experts < 2 || used < 1 || used > experts || expertWidth < 1 || sharedWidth < 0 || denseLayers < 0) {
            throw new IllegalArgumentException("no mixture sends a row to " + used + " of " + experts + " experts, " + expertWidth
                    + " wide, after " + denseLayers + " dense layers");
        }
    }

    /// Whether a layer has experts.
    public boolean in(int layer) {
        return layer >= denseLayers;
    }
}
