package io.github.bpfverity.parsertests.inspect;

import io.github.bpfverity.cli.commands.Commands;
import io.github.bpfverity.cli.commands.Services;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/**
 * What {@code inspect} did.
 *
 * @param exitCode 0 or 65, or it is a mistake
 * @param out what it printed
 * @param err what it complained of
 */
public record Inspection(int exitCode, String out, String err) {

    /** Runs the command in this process. */
    public static Inspection of(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        String[] all = new String[arguments.length + 1];
        all[0] = "inspect";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int code = Commands.run(services(print(out), print(err)), all);
        return new Inspection(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Streams and nothing else: inspecting needs nothing of the machine. */
    private static Services services(PrintStream out, PrintStream err) {
        return (Services) Proxy.newProxyInstance(
                Inspection.class.getClassLoader(), new Class<?>[] {Services.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "out" -> out;
                        case "err" -> err;
                        default -> throw new AssertionError("inspect asks for " + method.getName());
                    };
                });
    }

    /** The promise of the command for any file: a report, or 65 and one line that says where. */
    public void assertKept() {
        boolean ok = exitCode == 0 && out.contains("\"ok\":true") && err.isEmpty();
        boolean refused = exitCode == 65 && out.contains("\"ok\":false") && out.contains(" at 0x") && err.isEmpty();
        boolean oneLine = out.indexOf('\n') == out.length() - 1;
        if (!(ok || refused) || !oneLine || out.contains("internal error")) {
            throw new AssertionError("exit " + exitCode + ": " + start(out) + start(err));
        }
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), 2000));
    }
}
