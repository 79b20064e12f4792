package nmos.llamacpp;

import java.util.List;

/// Starts the child as somebody wants it started, such as under a limit that has to hold from its first byte on.
public interface Launcher {
    /// As it is.
    Launcher PLAIN = command -> command;

    /// The command that makes the process ready and becomes `command`, keeping its process id.
    List<String> command(List<String> command);
}
