package nmos.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real browser without a window, spoken to over its DevTools protocol: script is off and the network is gone. What it
/// complains about and all that it asks for is kept.
final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private CompletableFuture<Boolean> loaded = new CompletableFuture<>();
    private String session = "";
    private int calls;

    private Browser(Process process, URI address) {
        this.process = process;
        this.socket = client.newWebSocketBuilder().buildAsync(address, new Listener()).orTimeout(60, TimeUnit.SECONDS).join();
    }

    /// The program, where this machine has one.
    static @Nullable Path find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    static Browser start(Path program, Path profile) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                        "--no-first-run", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TMPDIR", Files.createDirectories(profile).toString());
        Process process = builder.start();
        BufferedReader said = process.errorReader();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread.ofVirtual().start(() -> said.lines().forEach(ignored -> {}));
                Browser browser = new Browser(process, URI.create(line.substring("DevTools listening on ".length()).strip()));
                browser.prepare();
                return browser;
            }
        }
        throw new IOException(program + " ended before it could be spoken to");
    }

    private void prepare() {
        String target = call("Target.createTarget", Map.of("url", "about:blank")).get("targetId").stringValue();
        session = call("Target.attachToTarget", Map.of("targetId", target, "flatten", true)).get("sessionId").stringValue();
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "DOM")) {
            call(domain + ".enable", Map.of());
        }
        call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        call("Network.emulateNetworkConditions",
                Map.of("offline", true, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /// Shows a page from disk, so many pixels wide, to a reader who likes it light or dark.
    void show(Path page, int width, boolean dark) {
        complaints.clear();
        requests.clear();
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        call("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", page.toUri().toString()));
        loaded.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    /// How wide and how high what is shown is, in all.
    double[] size() {
        JsonNode size = call("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
        return new double[] {size.get("width").doubleValue(), size.get("height").doubleValue()};
    }

    /// Widths and heights of all that a selector finds.
    List<double[]> boxes(String selector) {
        int root = call("DOM.getDocument", Map.of("depth", 0)).get("root").get("nodeId").intValue();
        List<double[]> boxes = new ArrayList<>();
        for (JsonNode node : call("DOM.querySelectorAll", Map.of("nodeId", root, "selector", selector)).get("nodeIds")) {
            JsonNode box = call("DOM.getBoxModel", Map.of("nodeId", node.intValue())).get("model");
            boxes.add(new double[] {box.get("width").doubleValue(), box.get("height").doubleValue()});
        }
        return boxes;
    }

    /// A PNG of all of it.
    byte[] picture() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true)).get("data").stringValue());
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = ++calls;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(JSON.writeValueAsString(message), true).join();
        JsonNode said = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (said.has("error")) {
            throw new IllegalStateException(method + ": " + said.get("error"));
        }
        return said.get("result");
    }

    private void hear(JsonNode said) {
        if (said.has("id")) {
            CompletableFuture<JsonNode> answer = answers.remove(said.get("id").intValue());
            if (answer != null) {
                answer.complete(said);
            }
            return;
        }
        JsonNode about = said.get("params");
        switch (said.get("method").stringValue()) {
            case "Page.loadEventFired" -> loaded.complete(true);
            case "Log.entryAdded" -> complaints.add(about.get("entry").toString());
            case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Network.loadingFailed" -> complaints.add(about.toString());
            case "Network.requestWillBeSent" -> requests.add(about.get("request").get("url").stringValue());
            default -> { }
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode said = JSON.readTree(text.toString());
                text.setLength(0);
                hear(said);
            }
            from.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.addFirst(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            ProcessHandle gone = each.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            assert !gone.isAlive();
        }
    }
}
