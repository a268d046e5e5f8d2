package io.github.bpfverity.kerneltests.inside;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests tagged {@code kernel}. Arguments: where records go, the class-name pattern, the class folders. */
public final class InsideMain {
    private static final String TEST_TIMEOUT = "180 s";

    private InsideMain() {}

    public static void main(String[] arguments) throws IOException {
        try (var out = new PrintStream(new FileOutputStream(arguments[0]), true, StandardCharsets.UTF_8)) {
            System.exit(run(out, arguments[1], roots(arguments)) == 0 ? 0 : 1);
        }
    }

    private static int run(PrintStream out, String pattern, Set<Path> roots) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClasspathRoots(roots))
                .filters(includeTags("kernel"), includeClassNamePatterns(pattern))
                .configurationParameter("junit.jupiter.execution.timeout.default", TEST_TIMEOUT)
                // What cannot be undone comes last: a gate that is locked denies bpf() to all that would follow.
                .configurationParameter(
                        "junit.jupiter.testclass.order.default", ClassOrderer.OrderAnnotation.class.getName())
                .build();
        var launcher = LauncherFactory.create();
        var plan = launcher.discover(request);
        var listener = new RecordingListener(out, plan);
        launcher.execute(plan, listener);
        listener.finish();
        return listener.failed();
    }

    private static Set<Path> roots(String[] arguments) {
        return Arrays.stream(arguments).skip(2).map(Path::of).collect(Collectors.toSet());
    }
}
