package nmos.traces;

/// What a reply is made of. Decides how many characters a token has and how well a draft guesses.
public enum ContentClass {
    CODE("code"),
    CHAT("chat"),
    DOCS("docs"),
    MATH("math");

    public final String label;

    ContentClass(String label) {
        this.label = label;
    }
}
