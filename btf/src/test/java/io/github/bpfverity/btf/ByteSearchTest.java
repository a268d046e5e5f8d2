package io.github.bpfverity.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    @Test
    void findsWhatLookingEverywhereFinds() {
        qt().forAll(
                        strings().betweenCodePoints('a', 'c').ofLengthBetween(0, 40),
                        strings().betweenCodePoints('a', 'c').ofLengthBetween(1, 4))
                .checkAssert((text, part) -> assertThat(places(text, part)).isEqualTo(expected(text, part)));
    }

    private static List<Integer> places(String text, String part) {
        var search = new ByteSearch(ByteBuffer.wrap(bytes(text)), bytes(part));
        var places = new ArrayList<Integer>();
        for (int at = search.next(0); at >= 0; at = search.next(at + 1)) {
            places.add(at);
        }
        return places;
    }

    private static List<Integer> expected(String text, String part) {
        var places = new ArrayList<Integer>();
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            places.add(at);
        }
        return places;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
