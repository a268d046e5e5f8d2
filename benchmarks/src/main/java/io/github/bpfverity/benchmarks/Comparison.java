package io.github.bpfverity.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures every row and prints the table. */
final class Comparison {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Peer ours;
    private final Peer libbpf;
    private final Peer cilium;
    private final Peer floor;
    private final CommandRows commands;

    private Comparison(Peer ours, Peer libbpf, Peer cilium, Peer floor, CommandRows commands) {
        this.ours = ours;
        this.libbpf = libbpf;
        this.cilium = cilium;
        this.floor = floor;
        this.commands = commands;
    }

    /** @param arguments the directories of the compiled programs and of the peers, and the command as it is packaged */
    public static void main(String[] arguments) throws IOException {
        String objects = arguments[0];
        Path peers = Path.of(arguments[1]);
        try (CommandRows commands = new CommandRows(Path.of(arguments[2]), Path.of(objects), peers);
                Peer ours = new Peer("ours", java(Worker.class, objects));
                Peer libbpf = new Peer("libbpf", List.of(peers.resolve("libbpf").toString(), objects));
                Peer cilium =
                        new Peer("cilium/ebpf", List.of(peers.resolve("cilium").toString(), objects));
                Peer floor = new Peer("C", List.of(peers.resolve("floor").toString()))) {
            new Comparison(ours, libbpf, cilium, floor, commands).print();
        }
    }

    private static List<String> java(Class<?> main, String... arguments) {
        var command = new ArrayList<>(List.of(JAVA, "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private void print() throws IOException {
        System.out.println(Row.head());
        for (Row row : rows()) {
            row.measure();
            System.out.println(row.line());
        }
    }

    private List<Row> rows() {
        return List.of(
                types(),
                typesInFreshJvm(),
                typesHeap(),
                coreAnew(),
                core(),
                many(),
                access("update", "update"), // first, for lookups to find something
                access("lookup", "lookup"),
                access("update, byte arrays", "update-arrays"),
                access("lookup, byte arrays", "lookup-arrays"),
                batch(),
                records(),
                recordsHeap(),
                commands.load(),
                commands.help(),
                commands.digestOfLittle(),
                commands.digestOfMuch());
    }

    private Row types() {
        return new Row("kernel BTF, file to first lookup by name, warm", Unit.NANOSECONDS)
                .side(Side.OURS, ours.work("btf"))
                .side(Side.LIBBPF, libbpf.work("btf"))
                .side(Side.CILIUM, cilium.work("btf"))
                .atMost(0.5, Side.LIBBPF)
                .atMost(0.5, Side.CILIUM)
                .warmUp(400);
    }

    private Row typesInFreshJvm() {
        Command fresh = new Command(java(TypeWorks.class));
        return new Row("the same, first time in a fresh JVM", Unit.NANOSECONDS)
                .side(Side.OURS, fresh.printed())
                .atMost(60_000_000)
                .turns(10, 1);
    }

    private Row typesHeap() {
        return new Row("heap kept by the kernel's BTF", Unit.BYTES)
                .side(Side.OURS, ours.work("btf-heap"))
                .atMost(8 << 20)
                .turns(3, 1);
    }

    /** All sides read the kernel's types for each load; ours by a new {@code Loader}. */
    private Row coreAnew() {
        return new Row("read + load + close one CO-RE object, the kernel's BTF included, warm", Unit.NANOSECONDS)
                .side(Side.OURS, ours.work("core-anew"))
                .side(Side.LIBBPF, libbpf.work("core"))
                .side(Side.CILIUM, cilium.work("core-anew"))
                .atMost(0.5, Side.LIBBPF)
                .atMost(0.5, Side.CILIUM)
                .warmUp(300);
    }

    /** We and cilium/ebpf keep the kernel's types from one load to the next, libbpf does not. */
    private Row core() {
        return new Row("the same, the kernel's BTF kept by ours and cilium/ebpf; libbpf keeps none", Unit.NANOSECONDS)
                .side(Side.OURS, ours.work("core"))
                .side(Side.LIBBPF, libbpf.work("core"))
                .side(Side.CILIUM, cilium.work("core"))
                .atMost(0.5, Side.LIBBPF)
                .atMost(0.5, Side.CILIUM)
                .warmUp(2000);
    }

    private Row many() {
        return new Row("read + load 200 programs, 2,000 CO-RE relocations", Unit.NANOSECONDS)
                .side(Side.OURS, ours.work("many"))
                .side(Side.LIBBPF, libbpf.work("many"))
                .side(Side.CILIUM, cilium.work("many"))
                .atMost(0.7, Side.LIBBPF)
                .warmUp(20)
                .turns(10, 2);
    }

    private Row access(String name, String work) {
        String floorWork = work.substring(0, "lookup".length());
        return new Row("map " + name + ", one at a time", Unit.NANOSECONDS)
                .side(Side.OURS, ours.work(work))
                .side(Side.C, floor.work(floorWork))
                .atMost(1.2, Side.C)
                .warmUp(20);
    }

    private Row batch() {
        return new Row("100,000 updates in batches of 1,000", Unit.NANOSECONDS)
                .side(Side.OURS, ours.work("batch"))
                .side(Side.C, floor.work("batch"))
                .atMost(1.2, Side.C)
                .warmUp(5);
    }

    /** At least 0.9 times the records in a second is at most 1.11 times the time for one. */
    private Row records() {
        return new Row("ring buffer, one record of 64 bytes", Unit.PICOSECONDS)
                .side(Side.OURS, ours.work("records"))
                .side(Side.LIBBPF, libbpf.work("records"))
                .atMost(1.11, Side.LIBBPF)
                .warmUp(200);
    }

    private Row recordsHeap() {
        return new Row("ring buffer, allocated for 10,000 records", Unit.BYTES)
                .side(Side.OURS, ours.work("records-heap"))
                .atMost(0)
                .turns(3, 5);
    }
}
