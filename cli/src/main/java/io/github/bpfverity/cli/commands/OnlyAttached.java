package io.github.bpfverity.cli.commands;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** For an option whose value may be missing: only {@code --option=VALUE} gives one; the next word is not it. */
final class OnlyAttached implements IParameterPreprocessor {
    @Override
    public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (" ".equals(info.get("separator"))) {
            words.push(((OptionSpec) option).fallbackValue());
        }
        return false;
    }
}
