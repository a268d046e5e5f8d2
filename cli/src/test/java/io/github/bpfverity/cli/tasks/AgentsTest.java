package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who can load an agent into a JVM, and who cannot. */
class AgentsTest {
    @BeforeAll
    static void loseNoTime() {
        System.setProperty("sun.tools.attach.attachTimeout", "3000");
    }

    @Test
    void anOrdinaryJvmLetsRootIn() throws Exception {
        try (Child child = Child.start("hears")) {
            VirtualMachine machine = VirtualMachine.attach(child.id());
            assertThat(machine.getSystemProperties()).containsKey("java.home");
            machine.detach();
        }
    }

    @Test
    void aJvmThatRefusesAgentsDoesNot() throws Exception {
        try (Child child = Child.start("refuses")) {
            assertThatThrownBy(() -> VirtualMachine.attach(child.id())).isInstanceOf(AttachNotSupportedException.class);
            assertThat(child.isAlive()).isTrue();
        }
    }

    @Test
    void whoCameBeforeIsNoticed() throws Exception {
        try (Child child = Child.start("later")) {
            VirtualMachine.attach(child.id()).detach();
            assertThat(child.says("go on")).contains("somebody attached to this JVM");
        }
    }

    /** A JVM of its own, with this class as its program. */
    private record Child(Process process, BufferedReader output) implements AutoCloseable {
        static Child start(String how) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            AgentsTest.class.getName(),
                            how)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Child child = new Child(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
            assertThat(child.output().readLine()).isEqualTo("ready");
            return child;
        }

        String id() {
            return Long.toString(process.pid());
        }

        boolean isAlive() {
            return process.isAlive();
        }

        String says(String line) throws IOException {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return output.readLine();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** Refuses agents at once, after a line of input, or never; ends with its input. */
    public static void main(String[] arguments) throws IOException {
        LinuxProcess process = new LinuxProcess(LinuxKernel.ofThisMachine());
        if (arguments[0].equals("refuses")) {
            process.refuseAgents();
        }
        System.out.println("ready");
        int read = System.in.read();
        if (arguments[0].equals("later") && read > 0) {
            System.out.println(words(process));
        }
        while (read > 0) {
            read = System.in.read();
        }
    }

    private static String words(LinuxProcess process) {
        try {
            process.refuseAgents();
            return "nobody was there";
        } catch (TaskException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
