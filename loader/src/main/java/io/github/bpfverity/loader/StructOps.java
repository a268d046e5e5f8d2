package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinkCreate;
import io.github.bpfverity.loader.kernel.LinkOptions;
import io.github.bpfverity.loader.kernel.MapElement;
import io.github.bpfverity.loader.link.LinkedStructOps;
import io.github.bpfverity.loader.spec.AttachType;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * A struct of the kernel's whose functions are programs of an object, such as a {@code tcp_congestion_ops}: a
 * variable in {@code .struct_ops} or {@code .struct_ops.link}. Loaded, it is not yet in use.
 *
 * <p>Source: {@code kernel/bpf/bpf_struct_ops.c}.
 */
public final class StructOps {
    private static final int KEY = 0;

    private final Host host;
    private final BpfMap map;
    private final byte[] value;
    private final boolean linked;

    /**
     * A struct, complete with its programs' descriptors.
     *
     * @param linked whether it is put to use by a link, as those in {@code .struct_ops.link} are (Linux 6.4)
     */
    StructOps(Host host, BpfMap map, byte[] value, boolean linked) {
        this.host = host;
        this.map = map;
        this.value = value;
        this.linked = linked;
    }

    /** The kernel's value with the descriptors of the programs that implement it. */
    static byte[] value(LinkedStructOps struct, Map<String, Program> programs) {
        ByteBuffer value = ByteBuffer.wrap(struct.value().clone()).order(ByteOrder.nativeOrder());
        for (LinkedStructOps.Slot slot : struct.slots()) {
            Program program = programs.get(slot.program());
            if (program == null) {
                throw new BpfException(
                        "struct_ops %s names program %s, which is not loaded".formatted(struct.map(), slot.program()));
            }
            value.putLong(slot.offset(), program.fd().value());
        }
        return value.array();
    }

    /** The variable's name. */
    public String name() {
        return map.name();
    }

    /** The map that the kernel keeps it in, which stays this object's. */
    public BpfMap map() {
        return map;
    }

    /**
     * Puts the struct to use. The caller closes the link, which ends that.
     *
     * <p>Where the section is {@code .struct_ops}, the kernel has no link object for it: {@link Link#info}, {@link
     * Link#update} and {@link Link#pin} are then unsupported.
     */
    public Link attach() {
        try {
            return linked ? link() : register();
        } catch (BpfCallException e) {
            throw e.within("struct_ops " + name());
        }
    }

    /** Gives the kernel the value; a second time changes nothing. */
    Fd prepared() {
        try {
            map.put(Native.bytes(KEY), value);
        } catch (BpfCallException e) {
            if (!e.is(Errno.EBUSY)) {
                throw e;
            }
        }
        return map.fd();
    }

    private Link link() {
        var create = new LinkCreate(prepared(), 0, AttachType.STRUCT_OPS, 0, LinkOptions.none());
        return new Link(host, host.kernel().createLink(create));
    }

    private Link register() {
        map.put(Native.bytes(KEY), value);
        // There is no link to close: the value is what has to be taken out again, even after the object is closed.
        Fd own = host.system().duplicate(map.fd());
        return new Link(host, new Fd(own.value(), ignored -> unregister(own)), false, () -> {});
    }

    private void unregister(Fd own) {
        try (own) {
            ByteBuf key = Scratch.ofThread().key(Native.bytes(KEY));
            host.kernel().delete(new MapElement(own, key, null, 0));
        }
    }

    @Override
    public String toString() {
        return "struct_ops " + name();
    }
}
