package nmos.policy.placement;

/// No placement fits the budgets; the message names the tier and what it lacks.
public final class PlacementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PlacementException(String message) {
        super(message);
    }
}
