package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.LinkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** kprobe.multi, kretprobe.multi and kprobe.session: functions by a pattern with {@code *} and {@code ?}. */
final class KprobeMultiAttacher implements Attacher {
    private static final Path FUNCTIONS = Path.of("/sys/kernel/tracing/available_filter_functions");

    /** {@code BPF_F_KPROBE_MULTI_RETURN}. */
    private static final int RETURNING = 1;

    @Override
    public Link attach(Request request) {
        String target = request.requiredTarget("a pattern of kernel functions' names");
        List<String> functions = isPattern(target) ? matching(target) : List.of(target);
        long cookie = request.options().cookie();
        long[] cookies = functions.stream().mapToLong(f -> cookie).toArray();
        return request.link(
                0,
                request.spec().expectedAttachType(),
                new LinkOptions.KprobeMulti(
                        request.spec().prefix().startsWith("kret") ? RETURNING : 0,
                        functions,
                        new long[0],
                        cookie == 0 ? new long[0] : cookies));
    }

    private static boolean isPattern(String target) {
        return target.indexOf('*') >= 0 || target.indexOf('?') >= 0;
    }

    private static List<String> matching(String target) {
        Pattern pattern = glob(target);
        try (Stream<String> lines = Files.lines(FUNCTIONS)) {
            List<String> found = lines.map(line -> line.split("[ \t]", 2)[0])
                    .filter(name -> pattern.matcher(name).matches())
                    .distinct()
                    .toList();
            if (found.isEmpty()) {
                throw new BpfException("no kernel function is named like " + target);
            }
            return found;
        } catch (IOException e) {
            throw new BpfException("cannot read " + FUNCTIONS + "; is tracefs mounted?", e);
        }
    }

    /** The regular expression of a pattern in which {@code *} is any text and {@code ?} any character. */
    static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString());
    }
}
