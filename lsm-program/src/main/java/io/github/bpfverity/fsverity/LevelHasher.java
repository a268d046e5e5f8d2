package io.github.bpfverity.fsverity;

import java.io.IOException;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Hashes every block of one stretch of bytes, in chunks that the processors share out among themselves. */
final class LevelHasher implements Runnable {
    /** Small enough to stay in a processor's cache between reading and hashing; a multiple of every block size. */
    static final int CHUNK = 128 << 10;

    private final BlockSource source;
    private final long from;
    private final long length;
    private final VerityParameters parameters;
    private final byte[] hashes;
    private final AtomicLong next = new AtomicLong();
    private volatile @Nullable Exception failure;

    LevelHasher(BlockSource source, long from, long length, VerityParameters parameters) {
        this.source = source;
        this.from = from;
        this.length = length;
        this.parameters = parameters;
        long blocks = (length + parameters.blockSize() - 1) / parameters.blockSize();
        this.hashes = new byte[Math.toIntExact(blocks * parameters.algorithm().digestSize())];
    }

    /**
     * One hash after another, in the order of the blocks.
     *
     * @param alone how many bytes to hash before other threads join in; a multiple of {@link #CHUNK}
     */
    byte[] hashes(long alone) throws IOException {
        hash(Math.min(alone, length));
        if (length > alone + CHUNK) {
            shareOut();
        } else {
            run();
        }
        rethrow();
        return hashes;
    }

    private void shareOut() throws IOException {
        Thread[] helpers = new Thread[Runtime.getRuntime().availableProcessors() - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Thread(this, "hash-" + i);
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
        run();
        for (Thread helper : helpers) {
            join(helper);
        }
    }

    /** Hashes what no other thread has claimed. */
    @Override
    public void run() {
        hash(length);
    }

    private void hash(long end) {
        try (BlockSource.Reader reader = source.open()) {
            hashChunks(reader, end);
        } catch (IOException | DigestException | RuntimeException e) {
            failure = e;
        }
    }

    private void hashChunks(BlockSource.Reader reader, long end) throws IOException, DigestException {
        MessageDigest digest = parameters.algorithm().newDigest();
        byte[] salt = parameters.paddedSalt();
        byte[] chunk = new byte[CHUNK];
        int blockSize = parameters.blockSize();
        int hashSize = parameters.algorithm().digestSize();
        for (long at = claim(end); at < end && failure == null; at = claim(end)) {
            int size = fill(chunk, reader, at);
            int hashAt = (int) (at / blockSize) * hashSize;
            for (int block = 0; block < size; block += blockSize, hashAt += hashSize) {
                digest.update(salt, 0, salt.length);
                digest.update(chunk, block, blockSize);
                digest.digest(hashes, hashAt, hashSize);
            }
        }
    }

    /** The offset of a chunk for this thread alone; {@code end} or more when there is none before it. */
    private long claim(long end) {
        return next.get() < end ? next.getAndAdd(CHUNK) : end;
    }

    /** Reads the chunk at {@code at}, whose last block is padded with zeros; returns the bytes of data in it. */
    private int fill(byte[] chunk, BlockSource.Reader reader, long at) throws IOException {
        int size = (int) Math.min(CHUNK, length - at);
        reader.read(from + at, chunk, size);
        if (size < CHUNK) {
            Arrays.fill(chunk, size, CHUNK, (byte) 0);
        }
        return size;
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while hashing", e);
        }
    }

    private void rethrow() throws IOException {
        Exception cause = failure;
        if (cause instanceof IOException io) {
            throw io;
        }
        if (cause != null) {
            throw new IllegalStateException(cause);
        }
    }
}
