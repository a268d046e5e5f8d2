package io.github.bpfverity.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.cli.tasks.Door;
import io.github.bpfverity.cli.tasks.Problem;
import io.github.bpfverity.cli.tasks.TaskException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpMetricsTest {
    private InetSocketAddress address;
    private Door.Opened open;

    @BeforeEach
    void listen() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        open = new HttpMetrics().open(address, () -> "metric 1\n");
    }

    @AfterEach
    void close() {
        open.close();
    }

    private HttpURLConnection ask(String method, String path) throws IOException {
        URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        return connection;
    }

    @Test
    void metricsAreServedAsText() throws IOException {
        HttpURLConnection connection = ask("GET", "/metrics");
        assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("metric 1\n");
        assertThat(connection.getContentType()).startsWith("text/plain; version=0.0.4");
        assertThat(ask("HEAD", "/metrics").getResponseCode()).isEqualTo(200);
    }

    @Test
    void nothingElseIs() throws IOException {
        assertThat(ask("GET", "/").getResponseCode()).isEqualTo(404);
        assertThat(ask("GET", "/metrics/x").getResponseCode()).isEqualTo(404);
        assertThat(ask("POST", "/metrics").getResponseCode()).isEqualTo(405);
    }

    @Test
    void whoAsksNothingHoldsNobodyUp() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                idle.add(new Socket(address.getAddress(), address.getPort()));
            }
            metricsAreServedAsText();
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void anAddressThatIsTakenIsNamed() {
        var e = catchThrowableOfType(TaskException.class, () -> new HttpMetrics().open(address, () -> ""));
        assertThat(e).hasMessageStartingWith("metrics at " + address.getHostString() + ":" + address.getPort() + ": ");
        assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
    }
}
