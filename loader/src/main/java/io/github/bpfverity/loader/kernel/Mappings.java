package io.github.bpfverity.loader.kernel;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.Objects;

/** mmap(2) and munmap(2), behind {@link SystemCalls}. */
final class Mappings {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;

    /** Also means MAP_FIXED, but fails where something is. */
    private static final int MAP_FIXED_NOREPLACE = 0x100000;

    private final NativeCalls calls;
    private final NativeCalls.Libc libc;
    private final Architecture numbers;

    Mappings(NativeCalls calls, Architecture numbers) {
        this.calls = calls;
        this.libc = calls.libc();
        this.numbers = numbers;
    }

    SystemCalls.Mapping map(Fd file, long offset, int size, boolean writable) {
        return new Whole(map(0, file, offset, size, protection(writable), MAP_SHARED), size, writable);
    }

    SystemCalls.Region mapRegion(Fd file, long wanted, long size, boolean writable) {
        int flags = MAP_SHARED | (wanted == 0 ? 0 : MAP_FIXED_NOREPLACE);
        return new InViews(map(wanted, file, 0, size, protection(writable), flags), size, writable);
    }

    ByteBuffer mapPrivately(Fd file, int size) {
        long address = map(0, file, 0, size, PROT_READ, MAP_PRIVATE);
        ByteBuffer view = NativeCalls.viewOf(address, size);
        Unmapping.AFTER_USE.register(view, () -> unmap(address, size));
        return readOnly(view);
    }

    private static int protection(boolean writable) {
        return writable ? PROT_READ | PROT_WRITE : PROT_READ;
    }

    private long map(long wanted, Fd file, long offset, long size, int protection, int flags) {
        long address = numbers.mmapByReference()
                ? mapByReference(new long[] {wanted, size, protection, flags, file.value(), offset})
                : libc.syscall(numbers.mmap(), wanted, size, protection, flags, file.value(), offset);
        if (address == -1) {
            String where = wanted == 0 ? "" : " at 0x%x".formatted(wanted);
            throw new SystemCallException("mmap of %d bytes%s".formatted(size, where), calls.errno());
        }
        return address;
    }

    private long mapByReference(long[] arguments) {
        try (Memory memory = new Memory(calls)) {
            return libc.syscall(numbers.mmap(), memory.copy(arguments));
        }
    }

    private void unmap(long address, long size) {
        libc.syscall(numbers.munmap(), address, size);
    }

    private static ByteBuffer readOnly(ByteBuffer view) {
        return view.asReadOnlyBuffer().order(view.order());
    }

    /** Its thread starts with the first mapping that needs it. */
    private static final class Unmapping {
        static final Cleaner AFTER_USE = Cleaner.create();
    }

    /** Mapped memory; unmapped at most once. */
    private abstract class Area {
        final long address;
        final long size;
        private final boolean writable;
        private boolean open = true;

        Area(long address, long size, boolean writable) {
            this.address = address;
            this.size = size;
            this.writable = writable;
        }

        final ByteBuffer viewOf(long offset, int length) {
            ByteBuffer view = NativeCalls.viewOf(address + offset, length);
            return writable ? view : readOnly(view);
        }

        public final synchronized void close() {
            if (open) {
                open = false;
                unmap(address, size);
            }
        }
    }

    private final class Whole extends Area implements SystemCalls.Mapping {
        private final ByteBuffer bytes;

        Whole(long address, int size, boolean writable) {
            super(address, size, writable);
            this.bytes = viewOf(0, size);
        }

        @Override
        public ByteBuffer bytes() {
            return bytes;
        }
    }

    private final class InViews extends Area implements SystemCalls.Region {
        InViews(long address, long size, boolean writable) {
            super(address, size, writable);
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public ByteBuffer view(long offset, int length) {
            Objects.checkFromIndexSize(offset, (long) length, size);
            return viewOf(offset, length);
        }
    }
}
