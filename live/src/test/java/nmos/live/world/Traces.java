package nmos.live.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a world would leave behind in its process.
record Traces(Set<Thread> threads, int descriptors, List<String> spills) {
    private static final int PATIENCE_MS = 5_000;

    static Traces now(Path spillFolder) {
        Set<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("nmos-"))
                .collect(Collectors.toSet());
        try (var files = Files.list(spillFolder)) {
            List<String> spills = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".spill"))
                    .toList();
            String[] descriptors = new java.io.File("/proc/self/fd").list();
            return new Traces(threads, descriptors == null ? 0 : descriptors.length, spills);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Threads that were told to end may take a moment to. What is left then, in words; nothing where all is as it was.
    String left(Path spillFolder) throws InterruptedException {
        String left = "";
        for (int waited = 0; waited < PATIENCE_MS; waited += 10) {
            Traces now = now(spillFolder);
            var threads = now.threads.stream().filter(thread -> !this.threads.contains(thread)).map(Thread::getName).toList();
            boolean more = now.descriptors > descriptors;
            if (threads.isEmpty() && !more && now.spills.equals(spills)) {
                return "";
            }
            left = threads + (more ? " and " + (now.descriptors - descriptors) + " open files" : "") + now.spills;
            Thread.sleep(10);
        }
        return left;
    }
}
