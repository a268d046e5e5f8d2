package io.github.bpfverity.loader;

import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.link.KernelTypes;
import io.github.bpfverity.loader.link.LinkEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What the machine this runs on says about its kernel. Each source is read when it is first needed. */
final class RunningKernel implements LinkEnvironment {
    private static final Path SYMBOLS = Path.of("/proc/kallsyms");
    private static final Path CONFIGURATION = Path.of("/proc/config.gz");
    private static final Path BOOT = Path.of("/boot");
    private static final Path SIGNATURE = Path.of("/proc/version_signature");

    /** Debian names a package in the release and the kernel's own version after it: {@code … Debian 6.1.76-1}. */
    private static final Pattern DEBIAN = Pattern.compile("Debian (\\d+\\.\\d+(?:\\.\\d+)?)");

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

    private final Kernel kernel;
    private final SystemCalls system;
    private final KernelTypes types;
    private @Nullable Map<String, String> configuration;

    RunningKernel(Kernel kernel, SystemCalls system) {
        this.kernel = kernel;
        this.system = system;
        this.types = new KernelTypes(KernelBtf.system(this::bytes));
    }

    /** Maps the file where the kernel can (Linux 6.16, and no module's types yet), and reads it elsewhere. */
    private ByteBuffer bytes(Path file) throws IOException {
        try (Fd open = system.open(file.toString(), SystemCalls.READ_ONLY)) {
            return system.mapPrivately(open, Math.toIntExact(Files.size(file)));
        } catch (SystemCallException e) {
            return KernelBtf.read(file);
        }
    }

    @Override
    public KernelTypes kernelTypes() {
        return types;
    }

    @Override
    public int kernelVersion() {
        SystemCalls.SystemName name = system.systemName();
        Matcher debian = DEBIAN.matcher(name.version());
        if (debian.find()) {
            return code(debian.group(1));
        }
        return code(ubuntuVersion().orElse(name.release()));
    }

    /** Ubuntu's {@code Ubuntu 5.15.0-91.101-generic 5.15.131}: the last word is the version it is built from. */
    private static Optional<String> ubuntuVersion() {
        try {
            String[] words = Files.readString(SIGNATURE).strip().split(" ");
            return Optional.of(words[words.length - 1]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@code LINUX_VERSION_CODE} of a version in digits and dots. */
    static int code(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.find()) {
            throw new BpfException("cannot read the kernel version " + version);
        }
        int patch = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return Integer.parseInt(matcher.group(1)) << 16
                | Integer.parseInt(matcher.group(2)) << 8
                | Math.min(patch, 255);
    }

    @Override
    public synchronized Optional<String> configuration(String name) {
        if (configuration == null) {
            configuration = readConfiguration();
        }
        return Optional.ofNullable(configuration.get(name));
    }

    private Map<String, String> readConfiguration() {
        Path boot = BOOT.resolve("config-" + system.systemName().release());
        try (InputStream in = Files.exists(CONFIGURATION)
                ? new GZIPInputStream(Files.newInputStream(CONFIGURATION))
                : Files.newInputStream(boot)) {
            return parseConfiguration(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** The options that are set; {@code # CONFIG_X is not set} lines are comments. */
    static Map<String, String> parseConfiguration(String text) {
        Map<String, String> options = new HashMap<>();
        text.lines().filter(line -> line.startsWith("CONFIG_")).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                options.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return options;
    }

    /** Lines are {@code ADDRESS TYPE NAME [MODULE]}; without the right to see addresses all of them are 0. */
    @Override
    public Map<String, Set<Long>> symbolAddresses(Set<String> names) {
        Map<String, Set<Long>> addresses = new HashMap<>();
        try (Stream<String> lines = Files.lines(SYMBOLS)) {
            lines.forEach(line -> {
                int name = line.indexOf(' ', line.indexOf(' ') + 1) + 1;
                int end = line.indexOf('\t', name);
                String symbol = line.substring(name, end < 0 ? line.length() : end);
                if (names.contains(symbol)) {
                    addresses
                            .computeIfAbsent(symbol, s -> new HashSet<>())
                            .add(Long.parseUnsignedLong(line.substring(0, line.indexOf(' ')), 16));
                }
            });
        } catch (IOException | UncheckedIOException e) {
            return Map.of();
        }
        addresses.values().removeIf(found -> found.contains(0L));
        return addresses;
    }

    @Override
    public boolean hasBpfCookie() {
        return Feature.ATTACH_COOKIE.isIn(kernel);
    }

    @Override
    public boolean hasSyscallWrapper() {
        String prefix = wrapperPrefix();
        String entry = prefix + "sys_bpf";
        return !prefix.isEmpty() && symbolAddresses(Set.of(entry)).containsKey(entry);
    }

    /** What stands before {@code sys_NAME} in the name of the function behind a system call. */
    String systemCallPrefix() {
        return hasSyscallWrapper() ? wrapperPrefix() : "__se_";
    }

    /** Wrapped system calls are functions named for the machine. */
    private String wrapperPrefix() {
        return switch (system.systemName().machine()) {
            case "x86_64" -> "__x64_";
            case "aarch64" -> "__arm64_";
            case "s390x" -> "__s390x_";
            case "riscv64" -> "__riscv_";
            default -> "";
        };
    }
}
