package io.github.bpfverity.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Our side of the comparison, a process like the other peers: reads lines {@code WORK TIMES} from standard
 * input, does the work that often, and answers each line with one, the nanoseconds each time took.
 */
final class Worker {
    private final Map<String, Work> works = new HashMap<>();

    private Worker(Path objects) {
        works.put("btf", TypeWorks::fileToFirstLookup);
        works.put("btf-heap", TypeWorks::heapKept);
        var loads = new LoadWorks(objects);
        works.put("core", loads::core);
        works.put("core-anew", loads::coreAnew);
        works.put("many", loads::many);
        var maps = new MapWorks(objects);
        works.put("lookup", maps::lookup);
        works.put("update", maps::update);
        works.put("lookup-arrays", maps::lookupArrays);
        works.put("update-arrays", maps::updateArrays);
        works.put("batch", maps::batch);
        var records = new RecordWorks(objects);
        works.put("records", records::consume);
        works.put("records-heap", records::allocated);
    }

    /** @param arguments the directory of the compiled programs */
    public static void main(String[] arguments) throws Exception {
        new Worker(Path.of(arguments[0])).serve();
    }

    private void serve() throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            System.out.println(answer(words[0], Integer.parseInt(words[1])));
        }
    }

    private String answer(String name, int times) throws Exception {
        Work work = Objects.requireNonNull(works.get(name), name);
        var answer = new StringBuilder();
        for (int i = 0; i < times; i++) {
            answer.append(work.run()).append(' ');
        }
        return answer.toString();
    }
}
