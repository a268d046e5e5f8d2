package io.github.bpfverity.fsverity;

import java.io.Closeable;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.function.LongConsumer;

/** Bytes that several threads read at once, each through a reader of its own. */
interface BlockSource {
    /** A new reader, for one thread to use and close. */
    Reader open() throws IOException;

    /** Reads wherever it is told to. */
    interface Reader extends Closeable {
        /** Fills {@code into} from 0 to {@code length}, or throws. */
        void read(long offset, byte[] into, int length) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    /** The contents of a file. */
    record OfFile(File file) implements BlockSource {
        @Override
        public Reader open() throws IOException {
            return new FileReader(file);
        }
    }

    /** Another source, where somebody counts what is read. */
    record Counted(BlockSource source, LongConsumer read) implements BlockSource {
        @Override
        public Reader open() throws IOException {
            Reader reader = source.open();
            return new Reader() {
                @Override
                public void read(long offset, byte[] into, int length) throws IOException {
                    reader.read(offset, into, length);
                    read.accept(length);
                }

                @Override
                public void close() throws IOException {
                    reader.close();
                }
            };
        }
    }

    /** Bytes in memory, fewer than 2<sup>31</sup>. */
    record OfBytes(byte[] bytes) implements BlockSource, Reader {
        @Override
        public Reader open() {
            return this;
        }

        @Override
        public void read(long offset, byte[] into, int length) {
            System.arraycopy(bytes, (int) offset, into, 0, length);
        }
    }

    /** The old API on purpose: a {@code FileChannel} loads 10 ms of classes before its first byte. */
    final class FileReader implements Reader {
        private final File file;
        private final RandomAccessFile open;

        FileReader(File file) throws IOException {
            this.file = file;
            this.open = new RandomAccessFile(file, "r");
        }

        @Override
        public void read(long offset, byte[] into, int length) throws IOException {
            try {
                open.seek(offset);
                open.readFully(into, 0, length);
            } catch (EOFException e) {
                throw new IOException(file + " became shorter while it was read", e);
            }
        }

        @Override
        public void close() throws IOException {
            open.close();
        }
    }
}
