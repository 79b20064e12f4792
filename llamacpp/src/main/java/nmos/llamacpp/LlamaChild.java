package nmos.llamacpp;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The child's side: answers requests from the socket in the folder named on the command line, and ends with it.
///
/// Ends by `halt`, since the binding's threads keep a JVM alive for ever.
public final class LlamaChild {
    private final DataOutputStream out;
    private @Nullable LlamaModel model;
    private boolean drafts;

    private LlamaChild(DataOutputStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Scratch.socket(folder)));
        var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        var requests = new LinkedBlockingQueue<Request>();
        // a thread of its own, so that a parent that is gone is noticed while llama.cpp computes
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    requests.add(Request.read(in));
                }
            } catch (IOException gone) {
                Scratch.delete(folder);
                Runtime.getRuntime().halt(0);
            }
        });
        var child = new LlamaChild(new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel))));
        while (true) {
            child.answer(requests.take());
        }
    }

    private void answer(Request request) throws IOException {
        Reply reply;
        try {
            reply = switch (request) {
                case Request.Load(ModelOptions options, boolean aloud) -> load(options, aloud);
                case Request.Generate generate -> generate(generate);
                case Request.Encode(String text) -> new Reply.Ids(loaded().encode(text));
                case Request.Decode(int[] ids) -> new Reply.Text(loaded().decode(ids));
            };
        } catch (RuntimeException | LinkageError e) {
            reply = new Reply.Failed(String.valueOf(e.getMessage()));
        }
        reply.write(out);
    }

    private Reply load(ModelOptions options, boolean aloud) {
        ModelParameters parameters = parameters(options);
        model = new LlamaModel(aloud ? parameters : parameters.disableLog());
        drafts = options.draft().isPresent();
        return new Reply.Done(0);
    }

    private static ModelParameters parameters(ModelOptions options) {
        ModelParameters parameters = new ModelParameters()
                .setModel(options.model().toString())
                .setCtxSize(options.contextTokens())
                .setThreads(options.threads())
                .setThreadsBatch(options.threads())
                .setParallel(1)
                .disableContextShift();
        if (!options.mmap()) {
            parameters.disableMmap();
        }
        if (!options.warmUp()) {
            parameters.skipWarmup();
        }
        options.draft().ifPresent(draft -> parameters
                .setModelDraft(draft.toString())
                .setDraftMax(options.draftTokens())
                .setCtxSizeDraft(options.contextTokens()));
        return parameters;
    }

    private Reply generate(Request.Generate request) throws IOException {
        long begunNs = System.nanoTime();
        var parameters = new InferenceParameters(request.prompt())
                .setNPredict(request.tokens())
                // a kept prefix changes batch shapes, and with them the last bits; without it llama.cpp asks no draft
                .setCachePrompt(drafts)
                .setIgnoreEos(request.pastEnd());
        switch (request.sampling()) {
            case Sampling.Greedy() -> parameters.setTemperature(0).setTopK(1).setRepeatPenalty(1);
            case Sampling.Drawn drawn ->
                parameters
                        .setTemperature(drawn.temperature())
                        .setTopK(drawn.topK())
                        .setTopP(drawn.topP())
                        .setMinP(drawn.minP())
                        .setRepeatPenalty(drawn.repeatPenalty())
                        .setSeed(drawn.seed());
        }
        for (LlamaOutput piece : loaded().generate(parameters)) {
            if (!piece.text.isEmpty()) {
                new Reply.Piece(piece.text, System.nanoTime() - begunNs).write(out);
            }
        }
        return new Reply.Done(System.nanoTime() - begunNs);
    }

    private LlamaModel loaded() {
        if (model == null) {
            throw new IllegalStateException("no model is loaded");
        }
        return model;
    }
}
