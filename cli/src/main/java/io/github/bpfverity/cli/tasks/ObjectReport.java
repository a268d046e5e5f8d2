package io.github.bpfverity.cli.tasks;

import java.util.List;
import java.util.Map;

/**
 * What there is to say about one object.
 *
 * @param facts by name, in the order in which they are told: text, numbers, truth values, and lists of such maps
 * @param warnings what was accepted but deserves a word, one sentence each
 */
public record ObjectReport(Map<String, Object> facts, List<String> warnings) {}
