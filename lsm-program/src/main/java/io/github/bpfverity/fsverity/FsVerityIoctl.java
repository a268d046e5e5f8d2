package io.github.bpfverity.fsverity;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteOrder;

/**
 * The numbers and arguments of the fs-verity ioctls.
 *
 * <p>Source: {@code include/uapi/linux/fsverity.h}. The numbers are those of architectures with the generic ioctl
 * encoding (x86, arm64, riscv, s390); alpha, mips, powerpc and sparc have others. Arguments are in native byte order.
 */
public final class FsVerityIoctl {
    /** {@code FS_IOC_ENABLE_VERITY}: builds the tree of a file opened read-only, and makes the file immutable. */
    public static final long ENABLE = 0x4080_6685L;

    /** {@code FS_IOC_MEASURE_VERITY}: gives the digest of a file with fs-verity. */
    public static final long MEASURE = 0xC004_6686L;

    private static final int ENABLE_ARG_SIZE = 128;
    private static final int ENABLE_ARG_VERSION = 1;
    private static final int DIGEST_HEADER = 4;
    private static final int LARGEST_DIGEST = 64;

    private FsVerityIoctl() {}

    /**
     * {@code struct fsverity_enable_arg}, with the salt after it, where {@link #setSaltAddress} makes it point to.
     *
     * @return a direct buffer, for the caller to release
     */
    public static ByteBuf enableArgument(VerityParameters parameters) {
        byte[] salt = parameters.salt();
        ByteBuf argument = Unpooled.directBuffer(ENABLE_ARG_SIZE + salt.length);
        writeInt(argument, ENABLE_ARG_VERSION);
        writeInt(argument, parameters.algorithm().number());
        writeInt(argument, parameters.blockSize());
        writeInt(argument, salt.length);
        argument.writeZero(ENABLE_ARG_SIZE - argument.writerIndex());
        return argument.writeBytes(salt);
    }

    /**
     * Completes an argument of {@link #enableArgument}.
     *
     * @param address where byte 0 of the argument lies in memory
     */
    public static void setSaltAddress(ByteBuf argument, long address) {
        int saltPointerAt = 16;
        boolean salted = argument.writerIndex() > ENABLE_ARG_SIZE;
        long salt = salted ? address + ENABLE_ARG_SIZE : 0;
        argument.setLong(saltPointerAt, isLittle() ? Long.reverseBytes(salt) : salt);
    }

    /**
     * {@code struct fsverity_digest} with room for the largest digest.
     *
     * @return a direct buffer, for the caller to release
     */
    public static ByteBuf measureArgument() {
        ByteBuf argument = Unpooled.directBuffer(DIGEST_HEADER + LARGEST_DIGEST);
        writeShort(argument, 0);
        writeShort(argument, LARGEST_DIGEST);
        return argument.writeZero(LARGEST_DIGEST);
    }

    /**
     * What the kernel wrote to an argument of {@link #measureArgument}.
     *
     * @throws FormatException if the algorithm is one that this does not know, or its size is not the algorithm's
     */
    public static VerityDigest measured(ByteBuf argument) throws FormatException {
        ByteReader reader = ByteReader.of(argument, ByteOrder.nativeOrder(), "fsverity_digest");
        int number = reader.u16();
        HashAlgorithm algorithm = HashAlgorithm.of(number).orElse(null);
        if (algorithm == null) {
            throw reader.failAt(0, "unknown hash algorithm %d", number);
        }
        int size = reader.u16();
        if (size != algorithm.digestSize()) {
            throw reader.failAt(2, "%s digest of %d bytes", algorithm.label(), size);
        }
        return new VerityDigest(algorithm, reader.bytes(size));
    }

    private static void writeInt(ByteBuf to, int value) {
        to.writeInt(isLittle() ? Integer.reverseBytes(value) : value);
    }

    private static void writeShort(ByteBuf to, int value) {
        to.writeShort(isLittle() ? Short.reverseBytes((short) value) : value);
    }

    private static boolean isLittle() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }
}
