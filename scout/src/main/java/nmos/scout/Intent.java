package nmos.scout;

/// The classes a scout ranks. A [nmos.policy.Ranking] names them by ordinal, so new ones go last.
public enum Intent {
    /// Programs: to write, explain, repair or run.
    CODE,
    /// Conversation: questions of fact, advice, roles, letters and stories.
    CHAT,
    /// A text is given, and the reply stays close to it: to summarise, extract, answer from.
    DOCS,
    /// Numbers and logic, with one right answer at the end.
    MATH
}
