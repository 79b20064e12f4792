package nmos.harness.published;

/// Rows in which one mechanism decides.
public enum Family {
    LAYERS("layers streamed to a GPU for one token"),
    BATCH("layers streamed to a GPU for a batch"),
    PROMPT("a prompt computed by a GPU from the host's memory"),
    EXPERTS("experts of a mixture, fetched or computed where they lie"),
    STORAGE("weights read from storage for one token"),
    SPLIT("GPU and CPU, each its layers"),
    CPU("all in memory, computed by a CPU"),
    GUESSES("guesses verified by a CPU");

    public final String words;

    Family(String words) {
        this.words = words;
    }
}
