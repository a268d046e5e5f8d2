package io.github.bpfverity.loader.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.btf.BtfKind;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every member of every request is where this machine's kernel reads it. */
class RequestLayoutTest {
    private static final byte[] SOME = {1, 2, 3, 4};

    private final NativeCalls calls = new NativeCalls();
    private final Memory memory = new Memory(calls);
    private final KernelLayout layout = KernelLayout.of(BtfKind.UNION, "bpf_attr");

    @AfterEach
    void release() {
        memory.close();
    }

    private static Fd fd(int number) {
        return new Fd(number, ignored -> {});
    }

    @Test
    void theLayoutIsRead() {
        layout.has("map_type/map_type", 0).has("batch.count", 32).has("link_create.attach_type", 8);
        layout.has("prog_type/log_level", 24).has("link_create.kprobe_multi.syms", 24);
    }

    @Test
    void mapCreate() {
        var request = new MapCreate(
                1, 2, 3, 4, 0x10, "name", 6, fd(7), 8, 9, new MapCreate.Types(fd(10), 11, 12), 13, fd(14), fd(15));
        Attr attr = request.encode();
        layout.expect(attr, "map_type/map_type", 1)
                .expect(attr, "map_type/key_size", 2)
                .expect(attr, "map_type/value_size", 3)
                .expect(attr, "map_type/max_entries", 4)
                .expect(attr, "map_type/map_flags", 0x10 | 1 << 15 | 1 << 16)
                .expect(attr, "map_type/inner_map_fd", 7)
                .expect(attr, "map_type/numa_node", 8)
                .expect(attr, "map_type/map_name", 'n' | 'a' << 8 | 'm' << 16 | 'e' << 24)
                .expect(attr, "map_type/map_ifindex", 9)
                .expect(attr, "map_type/btf_fd", 10)
                .expect(attr, "map_type/btf_key_type_id", 11)
                .expect(attr, "map_type/btf_value_type_id", 12)
                .expect(attr, "map_type/btf_vmlinux_value_type_id", 13)
                .expect(attr, "map_type/map_extra", 6L)
                .expect(attr, "map_type/value_type_btf_obj_fd", 14)
                .expect(attr, "map_type/map_token_fd", 15);
        assertThat(attr.size()).isEqualTo(80);
    }

    @Test
    void progLoad() {
        try (Log log = new Log(2, 4096)) {
            var debug = new ProgLoad.Debug(fd(8), new byte[24], 8, new byte[48], 16);
            var request = new ProgLoad(
                    1,
                    2,
                    "name",
                    new long[3],
                    "GPL",
                    4,
                    5,
                    6,
                    new ProgLoad.AttachTo(7, fd(9)),
                    debug,
                    new int[2],
                    log,
                    fd(10));
            Attr attr = request.encode(memory);
            layout.expect(attr, "prog_type/prog_type", 1)
                    .expect(attr, "prog_type/insn_cnt", 3)
                    .expectPointer(attr, "prog_type/insns")
                    .expectPointer(attr, "prog_type/license")
                    .expect(attr, "prog_type/log_level", 2)
                    .expect(attr, "prog_type/log_size", 4096)
                    .expectPointer(attr, "prog_type/log_buf")
                    .expect(attr, "prog_type/kern_version", 4)
                    .expect(attr, "prog_type/prog_flags", 5 | 1 << 16)
                    .expect(attr, "prog_type/prog_name", 'n' | 'a' << 8 | 'm' << 16 | 'e' << 24)
                    .expect(attr, "prog_type/prog_ifindex", 6)
                    .expect(attr, "prog_type/expected_attach_type", 2);
            expectDebug(attr);
            layout.expect(attr, "prog_type/attach_btf_id", 7)
                    .expect(attr, "prog_type/attach_prog_fd", 9)
                    .expectPointer(attr, "prog_type/fd_array")
                    .expect(attr, "prog_type/prog_token_fd", 10)
                    .expect(attr, "prog_type/fd_array_cnt", 0);
            assertThat(attr.u32(layout.offsets().getOrDefault("prog_type/log_true_size", 140)))
                    .isZero();
        }
    }

    private void expectDebug(Attr attr) {
        layout.expect(attr, "prog_type/prog_btf_fd", 8)
                .expect(attr, "prog_type/func_info_rec_size", 8)
                .expectPointer(attr, "prog_type/func_info")
                .expect(attr, "prog_type/func_info_cnt", 3)
                .expect(attr, "prog_type/line_info_rec_size", 16)
                .expectPointer(attr, "prog_type/line_info")
                .expect(attr, "prog_type/line_info_cnt", 3);
    }

    @Test
    void btfLoad() {
        try (Log log = new Log(1, 512)) {
            Attr attr = new BtfLoad(SOME, log, fd(3)).encode(memory);
            layout.expectPointer(attr, "btf/btf")
                    .expectPointer(attr, "btf/btf_log_buf")
                    .expect(attr, "btf/btf_size", 4)
                    .expect(attr, "btf/btf_log_size", 512)
                    .expect(attr, "btf/btf_log_level", 1)
                    .expect(attr, "btf/btf_flags", 1 << 16)
                    .expect(attr, "btf/btf_token_fd", 3);
        }
    }

    @Test
    void elements() {
        ByteBuf key = ThisKernel.buffer(4);
        ByteBuf value = ThisKernel.buffer(4);
        Attr attr = new MapElement(fd(3), key, value, 2).encode(calls);
        layout.expect(attr, "map_fd/map_fd", 3)
                .expect(attr, "map_fd/key", calls.addressOf(key))
                .expect(attr, "map_fd/value", calls.addressOf(value))
                .expect(attr, "map_fd/next_key", calls.addressOf(value))
                .expect(attr, "map_fd/flags", 2L);
    }

    @Test
    void batches() {
        ByteBuf[] b = {ThisKernel.buffer(4), ThisKernel.buffer(4), ThisKernel.buffer(4), ThisKernel.buffer(4)};
        Attr attr = new MapBatch(fd(3), b[0], b[1], b[2], b[3], 5, 6).encode(calls);
        layout.expect(attr, "batch.in_batch", calls.addressOf(b[0]))
                .expect(attr, "batch.out_batch", calls.addressOf(b[1]))
                .expect(attr, "batch.keys", calls.addressOf(b[2]))
                .expect(attr, "batch.values", calls.addressOf(b[3]))
                .expect(attr, "batch.count", 5)
                .expect(attr, "batch.map_fd", 3)
                .expect(attr, "batch.elem_flags", 6L)
                .expect(attr, "batch.flags", 0L);
    }

    @Test
    void testRun() {
        ByteBuf data = ThisKernel.buffer(16).writeZero(5).skipBytes(1);
        ByteBuf context = ThisKernel.buffer(16).writeZero(6);
        Attr attr = new ProgTestRun(fd(3), data, data, context, context, 7, 8, 9, 10).encode(calls);
        layout.expect(attr, "test.prog_fd", 3)
                .expect(attr, "test.data_size_in", 4)
                .expect(attr, "test.data_size_out", 16)
                .expect(attr, "test.data_in", calls.addressOf(data) + 1)
                .expect(attr, "test.data_out", calls.addressOf(data))
                .expect(attr, "test.repeat", 7)
                .expect(attr, "test.ctx_size_in", 6)
                .expect(attr, "test.ctx_size_out", 16)
                .expect(attr, "test.ctx_in", calls.addressOf(context))
                .expect(attr, "test.ctx_out", calls.addressOf(context))
                .expect(attr, "test.flags", 8)
                .expect(attr, "test.cpu", 9)
                .expect(attr, "test.batch_size", 10);
        attr.u32(4, 21).u32(36, 22).u32(12, 23).u32(44, 24);
        layout.expect(attr, "test.retval", 21).expect(attr, "test.duration", 22);
        assertThat(ProgTestRun.decode(attr)).isEqualTo(new ProgTestRun.Result(21, 22, 23, 24));
    }

    private Attr link(LinkOptions options) {
        return new LinkCreate(fd(3), 4, 5, 6, options).encode(memory);
    }

    @Test
    void links() {
        Attr attr = link(LinkOptions.none());
        layout.expect(attr, "link_create.prog_fd", 3)
                .expect(attr, "link_create.map_fd", 3)
                .expect(attr, "link_create.target_fd", 4)
                .expect(attr, "link_create.target_ifindex", 4)
                .expect(attr, "link_create.attach_type", 5)
                .expect(attr, "link_create.flags", 6);
        attr = link(new LinkOptions.Tracing(7, 8));
        layout.expect(attr, "link_create.tracing.target_btf_id", 7)
                .expect(attr, "link_create.target_btf_id", 7)
                .expect(attr, "link_create.tracing.cookie", 8L);
        attr = link(new LinkOptions.Iterator(SOME));
        layout.expectPointer(attr, "link_create.iter_info").expect(attr, "link_create.iter_info_len", 4);
        layout.expect(link(new LinkOptions.PerfEvent(9)), "link_create.perf_event.bpf_cookie", 9L);
        attr = link(new LinkOptions.Netfilter(1, 2, -3, 4));
        layout.expect(attr, "link_create.netfilter.pf", 1)
                .expect(attr, "link_create.netfilter.hooknum", 2)
                .expect(attr, "link_create.netfilter.priority", -3)
                .expect(attr, "link_create.netfilter.flags", 4);
    }

    @Test
    void linksAmongOthers() {
        Attr attr = link(new LinkOptions.Relative(7, 8));
        for (String kind : List.of("tcx", "netkit", "cgroup")) {
            layout.expect(attr, "link_create." + kind + ".relative_fd", 7)
                    .expect(attr, "link_create." + kind + ".relative_id", 7)
                    .expect(attr, "link_create." + kind + ".expected_revision", 8L);
        }
    }

    @Test
    void linksToMany() {
        Attr attr = link(new LinkOptions.KprobeMulti(1, List.of("a", "b"), new long[0], new long[] {1, 2}));
        layout.expect(attr, "link_create.kprobe_multi.flags", 1)
                .expect(attr, "link_create.kprobe_multi.cnt", 2)
                .expectPointer(attr, "link_create.kprobe_multi.syms")
                .expect(attr, "link_create.kprobe_multi.addrs", 0L)
                .expectPointer(attr, "link_create.kprobe_multi.cookies");
        attr = link(new LinkOptions.KprobeMulti(0, List.of(), new long[] {5, 6, 7}, new long[0]));
        layout.expect(attr, "link_create.kprobe_multi.cnt", 3)
                .expect(attr, "link_create.kprobe_multi.syms", 0L)
                .expectPointer(attr, "link_create.kprobe_multi.addrs");
        attr = link(new LinkOptions.UprobeMulti(1, "/x", new long[] {5}, new long[] {6}, new long[] {7}, 8));
        layout.expectPointer(attr, "link_create.uprobe_multi.path")
                .expectPointer(attr, "link_create.uprobe_multi.offsets")
                .expectPointer(attr, "link_create.uprobe_multi.ref_ctr_offsets")
                .expectPointer(attr, "link_create.uprobe_multi.cookies")
                .expect(attr, "link_create.uprobe_multi.cnt", 1)
                .expect(attr, "link_create.uprobe_multi.flags", 1)
                .expect(attr, "link_create.uprobe_multi.pid", 8);
    }

    @Test
    void attaching() {
        Attr attr = new ProgAttach(1, fd(2), 3, 4, fd(5)).encode();
        layout.expect(attr, "target_fd/target_fd", 1)
                .expect(attr, "target_fd/attach_bpf_fd", 2)
                .expect(attr, "target_fd/attach_type", 3)
                .expect(attr, "target_fd/attach_flags", 4)
                .expect(attr, "target_fd/replace_bpf_fd", 5);
        attr = new LinkUpdate(fd(1), fd(2), 3, fd(4)).encode();
        layout.expect(attr, "link_update.link_fd", 1)
                .expect(attr, "link_update.new_prog_fd", 2)
                .expect(attr, "link_update.flags", 3)
                .expect(attr, "link_update.old_prog_fd", 4);
        attr = new RawTracepointOpen("x", fd(2), 3).encode(memory);
        layout.expectPointer(attr, "raw_tracepoint.name")
                .expect(attr, "raw_tracepoint.prog_fd", 2)
                .expect(attr, "raw_tracepoint.cookie", 3L);
        attr = new ProgQuery(1, 2, 3, 4).encode(5);
        layout.expect(attr, "query.target_fd", 1)
                .expect(attr, "query.attach_type", 2)
                .expect(attr, "query.query_flags", 3)
                .expect(attr, "query.prog_ids", 5L)
                .expect(attr, "query.prog_cnt", 4);
    }

    @Test
    void infoRequests() {
        ByteBuf info = ThisKernel.buffer(24).writeZero(24);
        ByteBuf target = ThisKernel.buffer(8);
        Attr attr = new InfoRequest(fd(1), info, List.of(new InfoRequest.Pointer(8, target))).encode(calls);
        layout.expect(attr, "info.bpf_fd", 1)
                .expect(attr, "info.info_len", 24)
                .expect(attr, "info.info", calls.addressOf(info));
        assertThat(Attr.LITTLE ? info.getLongLE(8) : info.getLong(8)).isEqualTo(calls.addressOf(target));
    }

    @Test
    void perfEvents() {
        KernelLayout perf = KernelLayout.of(BtfKind.STRUCT, "perf_event_attr");
        Attr attr = new PerfEvent(1, 2, 3, 4, 5, "path", 6).encode(memory);
        perf.has("type", 0)
                .expect(attr, "type", 1)
                .expect(attr, "size", 72)
                .expect(attr, "config", 2L)
                .has("sample_period/sample_period", 16)
                .expect(attr, "sample_period/sample_period", 3L)
                .expect(attr, "sample_type", 4L)
                .expect(attr, "wakeup_events/wakeup_events", 5);
    }

    @Test
    void answers() {
        KernelLayout.of(BtfKind.STRUCT, "bpf_prog_info")
                .has("id", 4)
                .has("tag", 8)
                .has("xlated_prog_len", 20)
                .has("load_time", 40)
                .has("created_by_uid", 48)
                .has("nr_map_ids", 52)
                .has("map_ids", 56)
                .has("name", 64)
                .has("gpl_compatible", 84)
                .has("btf_id", 128)
                .has("run_time_ns", 192)
                .has("run_cnt", 200)
                .has("verified_insns", 216)
                .has("attach_btf_obj_id", 220)
                .has("attach_btf_id", 224);
        KernelLayout.of(BtfKind.STRUCT, "bpf_map_info")
                .has("name", 24)
                .has("btf_vmlinux_value_type_id", 44)
                .has("btf_id", 64)
                .has("btf_key_type_id", 68)
                .has("btf_value_type_id", 72)
                .has("map_extra", 80);
        KernelLayout.of(BtfKind.STRUCT, "bpf_link_info").has("id", 4).has("prog_id", 8);
        KernelLayout.of(BtfKind.STRUCT, "bpf_btf_info")
                .has("btf_size", 8)
                .has("id", 12)
                .has("name", 16)
                .has("name_len", 24)
                .has("kernel_btf", 28);
    }
}
