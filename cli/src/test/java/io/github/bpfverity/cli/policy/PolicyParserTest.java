package io.github.bpfverity.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Use;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quicktheories.core.Gen;

class PolicyParserTest {
    private static final String ONE = "sha256:" + "1a".repeat(32);
    private static final String TWO = "sha512:" + "2B".repeat(64);

    private final List<String> problems = new ArrayList<>();

    private List<PolicyEntry> parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<PolicyEntry> parse(byte[] bytes) {
        return PolicyParser.parse(bytes, "p", problems);
    }

    private static VerityDigest digest(int number) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) number);
        return new VerityDigest(HashAlgorithm.SHA256, bytes);
    }

    @Test
    void linesListExecutablesAndCodeToMap() {
        List<PolicyEntry> entries =
                parse("# tools\n\n" + ONE + " /usr/sbin/bpftool\n  mapped\t" + TWO + "   /lib/l i b.so  \n" + ONE);
        assertThat(problems).isEmpty();
        assertThat(entries)
                .extracting(PolicyEntry::use, PolicyEntry::path, PolicyEntry::place)
                .containsExactly(
                        tuple(Use.EXECUTABLE, "/usr/sbin/bpftool", "p:3"),
                        tuple(Use.MAPPED, "/lib/l i b.so", "p:4"),
                        tuple(Use.EXECUTABLE, "-", "p:5"));
        assertThat(entries.get(1).digest().toString()).isEqualTo(TWO.toLowerCase(Locale.ROOT));
    }

    @Test
    void aHashInAPathIsNoComment() {
        assertThat(parse(ONE + " /a # b\n"))
                .singleElement()
                .extracting(PolicyEntry::path)
                .isEqualTo("/a # b");
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkAreNoPartOfIt() {
        assertThat(parse("\ufeff" + ONE + " /a\r\n# b\r\n\r\n"))
                .singleElement()
                .extracting(PolicyEntry::path)
                .isEqualTo("/a");
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            md5:00 /a                | unknown algorithm 'md5', expected sha256 or sha512
            SHA256:00 /a             | unknown algorithm 'SHA256', expected sha256 or sha512
            sha256:1a1a /a           | sha256 has 64 digits, not 4
            sha256:1a1 /a            | an odd number of hexadecimal digits
            sha256:1g /a             | 'g' is not a hexadecimal digit
            sha256: /a               | sha256 has 64 digits, not 0
            /usr/sbin/bpftool        | expected ALGORITHM:HEX
            mapped                   | expected ALGORITHM:HEX
            mapped mapped            | expected ALGORITHM:HEX
            executable sha256:00 /a  | expected ALGORITHM:HEX
            """)
    void badLinesAreNamedByTheirPlace(String line, String words) {
        parse(ONE + " /a\n" + line + "\n" + ONE + " /b\n");
        assertThat(problems).singleElement().asString().startsWith("p:2: " + words);
    }

    @ParameterizedTest
    @CsvSource({"\\0, U+0000", "\\a, U+0007", "\\r, U+000D", "\\u, U+FEFF", "\\e, U+001B", "\\9, U+0085"})
    void charactersThatDoNotShowAreRefused(String character, String name) {
        String real = switch (character) {
            case "\\0" -> "\0";
            case "\\a" -> "\7";
            case "\\r" -> "\r";
            case "\\u" -> "\ufeff";
            case "\\e" -> "\33";
            default -> "\u0085";
        };
        parse("#\n" + ONE + " /a" + real + "b\n");
        assertThat(problems).singleElement().asString().startsWith("p:2: column 75: character " + name);
    }

    @Test
    void otherEncodingsAreRefused() {
        parse((ONE + " /a").getBytes(StandardCharsets.UTF_16LE));
        assertThat(problems).singleElement().asString().contains("U+0000", "UTF-16");
        problems.clear();
        parse((ONE + " /\u00fc\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems).containsExactly("p:1: the line is not UTF-8");
    }

    @Test
    void anOverLongLineIsRefusedAndTheNextRead() {
        String longest = ONE + " " + "x".repeat(PolicyParser.LONGEST_LINE - ONE.length() - 1);
        assertThat(parse(longest + "\n")).hasSize(1);
        parse("#\n" + longest + "y\nmd5:\n");
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).isEqualTo("p:2: the line has more than 8192 bytes");
    }

    @Test
    void anEmptyFileIsAMistakeAndACommentIsNot() {
        for (String empty : List.of("", "\n", " \r\n\n", "\ufeff")) {
            problems.clear();
            assertThat(parse(empty)).isEmpty();
            assertThat(problems).singleElement().asString().startsWith("p:1: the file is empty");
        }
        problems.clear();
        assertThat(parse("# nobody\n")).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void longWordsAreCutInMessages() {
        parse("x".repeat(5000) + ":00\n");
        assertThat(problems).singleElement().asString().hasSizeLessThan(300);
    }

    @Test
    void aHundredThousandLinesAreRead() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            text.append("sha256:%064x /usr/bin/program-%d\n".formatted(i, i));
        }
        assertThat(parse(text.toString())).hasSize(100_000);
        assertThat(problems).isEmpty();
    }

    @Test
    void aHundredThousandBadLinesAreNotAllPrinted() {
        parse("x\n".repeat(100_000));
        var e = catchThrowableOfType(PolicyException.class, () -> PolicyException.requireNone(problems));
        assertThat(e).hasMessageEndingWith("\nand 99980 more such lines");
        assertThat(e.getMessage().lines()).hasSize(21);
    }

    @Test
    void whatIsListedTwiceIsListedOnce() throws PolicyException {
        Policy policy = Policy.of(parse(ONE + " /a\n" + TWO + " /b\n" + ONE + " /copy\n"));
        assertThat(policy.entries()).extracting(PolicyEntry::path).containsExactly("/a", "/b");
    }

    @Test
    void forBothUsesItIsAContradiction() {
        List<PolicyEntry> entries = parse(ONE + " /a\nmapped " + ONE + " /a\n");
        var e = catchThrowableOfType(PolicyException.class, () -> Policy.of(entries));
        assertThat(e).hasMessageStartingWith("p:2: this digest is listed at p:1 for the other use");
        assertThat(e.kind()).isEqualTo(PolicyException.Kind.BAD_DATA);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Gen<Use> uses = arbitrary().enumValues(Use.class);
        Gen<String> paths =
                strings().betweenCodePoints(0, 0x7f).ofLengthBetween(0, 60).map(text -> "/" + text + "'");
        qt().forAll(integers().between(0, 255), uses, paths).checkAssert((number, use, path) -> {
            problems.clear();
            List<PolicyEntry> read = parse(PolicyEntry.line(digest(number), use, path) + "\n");
            assertThat(problems).isEmpty();
            assertThat(read).containsExactly(new PolicyEntry(digest(number), use, PolicyEntry.printable(path), "p:1"));
        });
    }

    @Test
    void aFileNameCannotWriteALineOfItsOwn() {
        String line = PolicyEntry.line(digest(1), Use.EXECUTABLE, "/a\n" + ONE + " /evil");
        assertThat(parse(line)).hasSize(1);
    }

    @Test
    void whateverTheBytesThereAreEntriesOrProblems() {
        Gen<List<Integer>> bytes = lists().of(integers().between(0, 255)).ofSizeBetween(0, 200);
        qt().forAll(bytes).checkAssert(list -> {
            problems.clear();
            byte[] file = new byte[list.size()];
            IntStream.range(0, file.length).forEach(i -> file[i] = list.get(i).byteValue());
            parse(file);
            assertThat(problems).allMatch(problem -> problem.startsWith("p:"));
        });
    }
}
