package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;

/**
 * {@code struct btf_header}: 24 bytes, and from Linux 7.1 on 32 with the place of a layout block.
 *
 * @param order the byte order that the magic number shows
 * @param length bytes of the header itself, from which block offsets count
 */
record BtfHeader(ByteOrder order, int length, Block types, Block strings, Block layout) {
    static final int MAGIC = 0xeb9f;
    static final int VERSION = 1;
    static final int SHORT_LENGTH = 24;
    static final int LONG_LENGTH = 32;

    private static final int SWAPPED_MAGIC = 0x9feb;

    /** A part of the file: its first byte, counted from the start of the file, and its size. */
    record Block(String name, long offset, long size) {
        long end() {
            return offset + size;
        }

        boolean overlaps(Block other) {
            return size > 0 && other.size > 0 && offset < other.end() && other.offset < end();
        }

        ByteReader in(ByteReader file) throws FormatException {
            return file.slice(offset, size, name);
        }
    }

    static BtfHeader read(ByteReader file) throws FormatException {
        ByteReader in = file.withOrder(magicOrder(file, MAGIC, SWAPPED_MAGIC, "BTF"));
        int length = prologue(in, SHORT_LENGTH, "BTF");
        Block types = block(in, "types", length);
        Block strings = block(in, "strings", length);
        Block layout = length < LONG_LENGTH ? new Block("layout", length, 0) : block(in, "layout", length);
        checkRest(in, length);
        checkAligned(file, types);
        checkAligned(file, layout);
        checkApart(file, types, strings);
        checkApart(file, types, layout);
        checkApart(file, strings, layout);
        return new BtfHeader(in.order(), length, types, strings, layout);
    }

    /** The byte order in which the first two bytes are the magic number. */
    static ByteOrder magicOrder(ByteReader file, int magic, int swapped, String what) throws FormatException {
        ByteReader in = file.withOrder(ByteOrder.LITTLE_ENDIAN);
        int found = in.u16();
        if (found != magic && found != swapped) {
            throw file.failAt(0, "magic number 0x%04x is not that of %s (0x%04x)", found, what, magic);
        }
        return found == magic ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /** Reads the common start of {@code .BTF} and {@code .BTF.ext} headers and answers the header's length. */
    static int prologue(ByteReader in, int shortest, String what) throws FormatException {
        in.seek(2);
        int version = in.u8();
        if (version != VERSION) {
            throw in.failAt(2, "%s version %d, expected %d", what, version, VERSION);
        }
        int flags = in.u8();
        if (flags != 0) {
            throw in.failAt(3, "unknown %s flags 0x%02x", what, flags);
        }
        long length = in.u32();
        if (length < shortest) {
            throw in.failAt(4, "header length %d, expected at least %d", length, shortest);
        }
        if (length > in.size()) {
            throw in.failAt(4, "header length %d is more than the %d bytes there are", length, in.size());
        }
        if (length % 4 != 0) {
            throw in.failAt(4, "header length %d is not a multiple of 4", length);
        }
        return (int) length;
    }

    private static Block block(ByteReader in, String name, int headerLength) throws FormatException {
        int at = in.position();
        long offset = headerLength + in.u32();
        long size = in.u32();
        if (offset + size > in.size()) {
            throw in.failAt(at, "%s end at 0x%x, past the end (0x%x bytes)", name, offset + size, in.size());
        }
        return new Block(name, offset, size);
    }

    /** Newer headers may be longer; what this code cannot know must be zero, as the kernel demands too. */
    private static void checkRest(ByteReader in, int length) throws FormatException {
        while (in.position() < length) {
            int at = in.position();
            if (in.u8() != 0) {
                throw in.failAt(at, "unknown header field is not zero");
            }
        }
    }

    private static void checkAligned(ByteReader file, Block block) throws FormatException {
        if ((block.offset | block.size) % 4 != 0) {
            throw file.failAt(block.offset, "%s block (0x%x bytes) is not aligned to 4 bytes", block.name, block.size);
        }
    }

    private static void checkApart(ByteReader file, Block one, Block other) throws FormatException {
        if (one.overlaps(other)) {
            throw file.failAt(other.offset, "%s block overlaps the %s block", other.name, one.name);
        }
    }
}
