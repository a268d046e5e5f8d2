package io.github.bpfverity.cli.control;

import io.github.bpfverity.cli.tasks.Feed;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent to a client, piece by piece. */
interface Reply extends AutoCloseable {
    /** The next piece; null if there is none now. */
    @Nullable
    ByteBuffer next();

    /** Whether there will be no further piece. */
    boolean ended();

    /** Nothing more will be asked for. */
    @Override
    void close();

    /** A reply that is there already. */
    static Reply of(ByteBuffer whole) {
        return new Reply() {
            private boolean given;

            @Override
            public @Nullable ByteBuffer next() {
                boolean first = !given;
                given = true;
                return first ? whole : null;
            }

            @Override
            public boolean ended() {
                return given;
            }

            @Override
            public void close() {}
        };
    }

    /** Lines as they come. */
    static Reply of(Feed feed) {
        return new Reply() {
            @Override
            public @Nullable ByteBuffer next() {
                List<String> lines = feed.take();
                return lines.isEmpty() ? null : ByteBuffer.wrap(Client.text(lines));
            }

            @Override
            public boolean ended() {
                return feed.ended();
            }

            @Override
            public void close() {
                feed.close();
            }
        };
    }
}
