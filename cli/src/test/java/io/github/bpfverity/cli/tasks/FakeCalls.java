package io.github.bpfverity.cli.tasks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.netty.buffer.ByteBuf;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** System calls that answer ioctl as they are told, and remember what was opened and closed. */
final class FakeCalls implements InvocationHandler {
    final List<String> log = new ArrayList<>();

    @Nullable
    Errno openFails;

    @Nullable
    Errno sendFails;

    BiConsumer<Long, ByteBuf> ioctl = (request, argument) -> {};

    SystemCalls calls() {
        return (SystemCalls)
                Proxy.newProxyInstance(SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, this);
    }

    static BiConsumer<Long, ByteBuf> failing(Errno errno) {
        return (request, argument) -> {
            throw new SystemCallException("ioctl", errno.number());
        };
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "open" -> open((String) arguments[0]);
            case "ioctl" -> {
                ioctl.accept((Long) arguments[1], (ByteBuf) arguments[2]);
                yield 0;
            }
            case "addressOf" -> 0x10000L;
            case "processId" -> 42;
            case "adopt" -> new Fd((Integer) arguments[0], fd -> {});
            case "sendDescriptor" -> {
                send((String) arguments[0], new String((byte[]) arguments[1], US_ASCII), (Fd) arguments[2]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private void send(String socket, String message, Fd descriptor) {
        Errno errno = sendFails;
        if (errno != null) {
            throw new SystemCallException("sendmsg", errno.number());
        }
        log.add("send " + descriptor.value() + " to " + socket + ": "
                + message.replace('\n', ' ').strip());
    }

    private Fd open(String path) {
        Errno errno = openFails;
        if (errno != null) {
            throw new SystemCallException("open " + path, errno.number());
        }
        log.add("open " + path);
        return new Fd(7, fd -> log.add("close " + path));
    }
}
