package io.github.bpfverity.cli.commands;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses to listen at, as users write them: {@code HOST:PORT}, {@code [::1]:PORT}, {@code PORT}. */
final class Addresses {
    private static final Pattern FORM = Pattern.compile("(?:(\\[[0-9a-fA-F:.%\\w]+]|[^:\\[\\]]*):)?(\\d{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    private Addresses() {}

    /**
     * Reads one; without a host, this machine's loopback.
     *
     * @throws IllegalArgumentException if it is none, or the host is not known
     */
    static InetSocketAddress parse(String option, String text) {
        Matcher form = FORM.matcher(text);
        int port = form.matches() ? Integer.parseInt(form.group(2)) : 0;
        if (port == 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(option + ": '" + text + "' is not HOST:PORT or PORT");
        }
        String host = form.group(1);
        try {
            InetAddress address =
                    host == null || host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(option + ": there is no host '" + host + "'", e);
        }
    }
}
