package nmos.live.disk;

/// What others tell the drive's thread.
sealed interface Message {
    record Ask(Request request) implements Message {}

    record Cancel(Request request) implements Message {}

    record Close(Store store) implements Message {}

    record Stop() implements Message {}
}
