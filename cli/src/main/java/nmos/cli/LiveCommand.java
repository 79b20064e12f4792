package nmos.cli;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import nmos.live.engine.Reply;
import nmos.live.engine.ResidentEngine;
import nmos.live.gguf.GgufException;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.live.tokens.ChatTemplate.Message;
import nmos.live.tokens.ChatTemplate.Role;
import nmos.live.tokens.TokenizerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `nmos live --resident MODEL`: a whole model in memory, prompt in, tokens out.
@Command(
        name = "live",
        description = "Run a model on this machine.",
        footer = {"", "Example:", "  nmos live --resident model.gguf --prompt Once -n 64"})
final class LiveCommand implements Callable<Integer> {
    private static final SamplingOptions GREEDY = SamplingOptions.GREEDY;

    private final Terminal terminal;

    @Option(names = "--resident", required = true, paramLabel = "MODEL", description = "A GGUF file that fits in memory.")
    private Path model = Path.of("");

    @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "The text to continue, or to reply to.")
    private String prompt = "";

    @Option(names = "--chat", description = "TEXT is a message: spell it as the model's chat template does, and reply to it.")
    private boolean chat;

    @Option(names = "--system", paramLabel = "TEXT", description = "With --chat: what the model is told before the message.")
    private Optional<String> system = Optional.empty();

    @Option(names = "-n", paramLabel = "TOKENS", description = "Tokens to add at most; default: ${DEFAULT-VALUE}.")
    private int most = 128;

    @Option(names = "--threads", paramLabel = "T", description = "Threads that compute; default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--temp", paramLabel = "X", description = "Temperature; default: 0, always the likeliest token.")
    private float temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Draw among the K likeliest; default: 0, all.")
    private int topK;

    @Option(names = "--top-p", paramLabel = "P", description = "Draw among the likeliest that make up P; default: 1.")
    private float topP = 1;

    @Option(names = "--min-p", paramLabel = "P", description = "Leave out what is under P of the likeliest; default: 0.")
    private float minP;

    @Option(names = "--repeat-penalty", paramLabel = "X", description = "Divide what was said lately by X; default: 1.")
    private float repetitionPenalty = 1;

    @Option(names = "--seed", paramLabel = "N", description = "Of the draws; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    LiveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (most < 1 || threads < 1) {
            throw new BadInput((most < 1 ? "-n " + most : "--threads " + threads) + ": at least 1 is needed");
        }
        if (system.isPresent() && !chat) {
            throw new BadInput("--system goes with --chat: a text that is continued has no instructions before it");
        }
        Reply reply = reply();
        if (json) {
            terminal.out().println(json(reply));
        } else {
            terminal.out().println();
            terminal.err().println(summary(reply));
        }
        terminal.out().flush();
        return Failures.OK;
    }

    private Reply reply() {
        Consumer<String> shown = json ? _ -> {} : piece -> {
            terminal.out().print(piece);
            terminal.out().flush();
        };
        try (var engine = ResidentEngine.load(model, threads)) {
            int[] ids = chat ? engine.prompt(conversation()) : engine.tokenizer().encode(prompt, true, false);
            return engine.generate(ids, most, new Sampler(options(), seed), shown);
        } catch (GgufException | TokenizerException | IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private List<Message> conversation() {
        var messages = new ArrayList<Message>();
        system.ifPresent(text -> messages.add(new Message(Role.SYSTEM, text)));
        messages.add(new Message(Role.USER, prompt));
        return messages;
    }

    private SamplingOptions options() {
        return new SamplingOptions(temperature, topK, topP, minP, repetitionPenalty, GREEDY.penaltyWindow());
    }

    /// Times are measured here and now, on this machine.
    private String summary(Reply reply) {
        return String.format(
                Locale.ROOT,
                "%d tokens of prompt at %.1f/s, %d tokens of reply%s, decoded at %.2f/s (measured, %d threads)",
                reply.promptTokens(),
                reply.promptTokensPerSecond(),
                reply.ids().length,
                reply.ended() ? " to its end" : "",
                reply.decodeTokensPerSecond(),
                threads);
    }

    private String json(Reply reply) {
        var text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("kind", "measured");
            out.writeStringProperty("model", model.toString());
            out.writeNumberProperty("threads", threads);
            out.writeStringProperty("text", reply.text());
            out.writeName("ids");
            out.writeArray(reply.ids(), 0, reply.ids().length);
            out.writeBooleanProperty("ended", reply.ended());
            out.writeNumberProperty("prompt_tokens", reply.promptTokens());
            out.writeNumberProperty("prompt_ms", reply.promptNs() / 1e6);
            out.writeNumberProperty("prompt_tokens_per_second", reply.promptTokensPerSecond());
            out.writeNumberProperty("decode_passes", reply.decodePasses());
            out.writeNumberProperty("decode_ms", reply.decodeNs() / 1e6);
            out.writeNumberProperty("decode_tokens_per_second", reply.decodeTokensPerSecond());
            out.writeEndObject();
        }
        return text.toString();
    }
}
