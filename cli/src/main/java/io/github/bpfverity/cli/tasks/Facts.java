package io.github.bpfverity.cli.tasks;

import java.util.AbstractList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Names and values in the order in which they are given. */
final class Facts {
    private Facts() {}

    /** From names and values in turn. */
    static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            facts.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return facts;
    }

    /** Those of each of many things, made when they are asked for: an object has as many as its file has room. */
    static <T> List<Map<String, Object>> lazily(List<T> things, Function<T, Map<String, Object>> facts) {
        return new AbstractList<>() {
            @Override
            public Map<String, Object> get(int index) {
                return facts.apply(things.get(index));
            }

            @Override
            public int size() {
                return things.size();
            }
        };
    }

    /** Those of each of several things. */
    static <T> List<Map<String, Object>> each(Collection<T> things, Function<T, Map<String, Object>> facts) {
        return things.stream().map(facts).toList();
    }
}
