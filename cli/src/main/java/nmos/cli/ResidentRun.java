package nmos.cli;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import nmos.live.engine.Reply;
import nmos.live.engine.ResidentEngine;
import nmos.live.gguf.GgufException;
import nmos.live.sampling.Sampler;
import nmos.live.tokens.ChatTemplate.Message;
import nmos.live.tokens.ChatTemplate.Role;
import nmos.live.tokens.TokenizerException;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `nmos live --resident MODEL`: a whole model in memory, prompt in, tokens out.
final class ResidentRun {
    @Option(names = "--prompt", paramLabel = "TEXT", description = "The text to continue, or to reply to.")
    private Optional<String> prompt = Optional.empty();

    @Option(names = "--chat", description = "TEXT is a message: spell it as the model's chat template does, and reply to it.")
    private boolean chat;

    @Option(names = "--system", paramLabel = "TEXT", description = "With --chat: what the model is told before the message.")
    private Optional<String> system = Optional.empty();

    @Option(names = "-n", paramLabel = "TOKENS", description = "Tokens to add at most; default: 128.")
    private int most = 128;

    @Option(names = "--repeat-penalty", paramLabel = "X", description = "Divide what was said lately by X; default: 1.")
    private float repetitionPenalty = 1;

    int run(Terminal terminal, Path model, Computing computing, long seed, boolean json) {
        String text = prompt.orElseThrow(() -> new BadInput("--resident goes with --prompt TEXT: say what to continue"));
        if (most < 1) {
            throw new BadInput("-n " + most + ": at least 1 is needed");
        }
        if (system.isPresent() && !chat) {
            throw new BadInput("--system goes with --chat: a text that is continued has no instructions before it");
        }
        Reply reply = reply(terminal, model, text, computing, seed, json);
        if (json) {
            terminal.out().println(json(model, reply, computing.threads()));
        } else {
            terminal.out().println();
            terminal.err().println(summary(reply, computing.threads()));
        }
        terminal.out().flush();
        return Failures.OK;
    }

    private Reply reply(Terminal terminal, Path model, String text, Computing computing, long seed, boolean json) {
        Consumer<String> shown = json ? _ -> {} : piece -> {
            terminal.out().print(piece);
            terminal.out().flush();
        };
        Sampler sampler = new Sampler(computing.sampling(repetitionPenalty), seed);
        try (var engine = ResidentEngine.load(model, computing.threads())) {
            int[] ids = chat ? engine.prompt(conversation(text)) : engine.tokenizer().encode(text, true, false);
            return engine.generate(ids, most, sampler, shown);
        } catch (GgufException | TokenizerException | IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private List<Message> conversation(String text) {
        var messages = new ArrayList<Message>();
        system.ifPresent(told -> messages.add(new Message(Role.SYSTEM, told)));
        messages.add(new Message(Role.USER, text));
        return messages;
    }

    /// Times are measured here and now, on this machine.
    private static String summary(Reply reply, int threads) {
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

    private static String json(Path model, Reply reply, int threads) {
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
