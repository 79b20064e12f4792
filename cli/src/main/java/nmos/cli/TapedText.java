package nmos.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.cli.TapeCommand.Asked;
import nmos.live.draft.SharedVocabulary;
import nmos.live.engine.ResidentEngine;
import nmos.live.tokens.ChatTemplate.Message;
import nmos.live.tokens.ChatTemplate.Role;
import nmos.live.typing.TextPieces;
import nmos.live.typing.TokenScript;
import nmos.live.typing.TypedSession;
import nmos.scenarios.Excerpt;
import nmos.scenarios.Typed;
import nmos.scenarios.Workload;
import nmos.traces.Trace;
import nmos.traces.file.TraceReader;
import nmos.traces.synth.ShippedTrace;
import nmos.world.acceptance.TapedTurn;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a tape is recorded along: texts that are given, or prompts that an oracle replies to.
final class TapedText {
    private static final int USUAL = 128;
    private static final int MOST = 1_000_000;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "A text the oracle continues; may be repeated.")
    private List<String> prompts = new ArrayList<>();

    @Option(names = "--chat", description = "Each --prompt is a message: spell it as the oracle's chat template does.")
    private boolean chat;

    @Option(names = "--text", paramLabel = "FILE", description = "A text whose own tokens are ranked, UTF-8; may be repeated.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--trace", paramLabel = "TRACE",
            description = "A typing trace that ships with nmos, or a file: the oracle replies to each prompt by itself, as long as the trace says; the tape names the turns.")
    private @Nullable String trace;

    @Option(names = {"-n", "--tokens"}, paramLabel = "TOKENS",
            description = "Tokens of each reply at most; default: 128, or what the trace says.")
    private @Nullable Integer tokens;

    @Option(names = "--seed", paramLabel = "N",
            description = "Decides what is typed where a trace keeps no text, as a scenario's seed does; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    /// Texts are given, so that nobody has to reply.
    boolean given() {
        int kinds = (prompts.isEmpty() ? 0 : 1) + (files.isEmpty() ? 0 : 1) + (trace == null ? 0 : 1);
        if (kinds > 1) {
            throw new BadInput("--prompt, --text and --trace exclude each other: record a tape of each");
        }
        if (chat && prompts.isEmpty()) {
            throw new BadInput("--chat goes with --prompt");
        }
        if (tokens != null && !files.isEmpty()) {
            throw new BadInput("-n says how long replies are, and to --text nobody replies");
        }
        if (tokens != null && (tokens < 1 || tokens > MOST)) {
            throw new BadInput("-n " + tokens + ": from 1 to " + MOST + " tokens");
        }
        return !files.isEmpty();
    }

    String describe() {
        if (!files.isEmpty()) {
            return files.size() == 1 ? String.valueOf(files.getFirst().getFileName()) : files.size() + " texts";
        }
        if (trace != null) {
            return "the prompts of " + trace;
        }
        return prompts.isEmpty() ? "nothing" : prompts.size() == 1 ? "a prompt" : prompts.size() + " prompts";
    }

    List<Asked> texts(SharedVocabulary words) throws IOException {
        List<Asked> all = new ArrayList<>();
        for (Path file : files) {
            String text;
            try {
                text = Files.readString(file);
            } catch (CharacterCodingException garbled) {
                throw new BadInput(file + ": is not UTF-8 text");
            }
            int[] ids = words.words().encode(text, true, false);
            if (ids.length < 2) {
                throw new BadInput(file + ": a text of at least two tokens is needed, the first is what the draft begins with");
            }
            all.add(new Asked(file.toString(), ids, 1, 0, null));
        }
        return all;
    }

    List<Asked> prompts(ResidentEngine engine) throws IOException {
        String typed = trace;
        if (typed != null) {
            return typed(typed, engine);
        }
        int most = tokens == null ? USUAL : tokens;
        List<Asked> all = new ArrayList<>();
        for (String prompt : prompts) {
            int[] ids = chat
                    ? engine.prompt(List.of(new Message(Role.USER, prompt)))
                    : engine.tokenizer().encode(prompt, true, false);
            if (ids.length == 0) {
                throw new BadInput("--prompt '" + prompt + "': has no token, and the oracle adds none at the start of a text");
            }
            all.add(new Asked("prompt " + (all.size() + 1), ids, ids.length, most, null));
        }
        if (prompts.isEmpty()) {
            int[] start = engine.tokenizer().encode("", true, false);
            if (start.length == 0) {
                throw new BadInput("the oracle has no token for the start of a text: say what it is to continue with --prompt TEXT");
            }
            all.add(new Asked("the start of a text", start, start.length, most, null));
        }
        return all;
    }

    private static Trace open(String nameOrPath) throws IOException {
        for (ShippedTrace shipped : ShippedTrace.values()) {
            if (shipped.label.equals(nameOrPath)) {
                return shipped.read();
            }
        }
        return TraceReader.read(Path.of(nameOrPath));
    }

    /// As the live world types them, where nothing of a conversation stays.
    private List<Asked> typed(String name, ResidentEngine engine) throws IOException {
        Trace read = open(name);
        var workload = new Workload(
                read.sessions(), 1, 1, 1, 0, 0, true, 0, 1, new Typed(name, read.turns(), true, true, false, Excerpt.ALL));
        TextPieces pieces = TextPieces.of(engine.tokenizer());
        List<Asked> all = new ArrayList<>();
        for (int session = 0; session < read.sessions(); session++) {
            var person = new TypedSession(workload, session, 0, pieces, seed);
            for (int turn = 0; person.hasNext(); turn++) {
                TokenScript script = person.begin();
                int[] prompt = script.submitted();
                if (script.submitAfterNs() != TokenScript.NEVER && prompt.length > 0) {
                    int most = tokens == null ? script.replyTokens() : Math.min(tokens, script.replyTokens());
                    all.add(new Asked(
                            "session " + session + " turn " + turn, prompt, prompt.length, most, new TapedTurn(session, turn)));
                }
            }
        }
        if (all.isEmpty()) {
            throw new BadInput(name + ": nobody submits anything in it");
        }
        return all;
    }
}
