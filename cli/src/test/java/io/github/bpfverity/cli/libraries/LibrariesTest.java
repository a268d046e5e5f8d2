package io.github.bpfverity.cli.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.LinkedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs and libraries made for the purpose; the last test asks the system's own linker. */
class LibrariesTest {
    @TempDir
    Path temporary;

    private Path folder;
    private Path interpreter;
    private List<String> preloaded = List.of();
    private final CacheImage cache = new CacheImage();

    @BeforeEach
    void makeInterpreter() throws IOException {
        folder = temporary.toRealPath();
        interpreter = write("lib64/ld.so.2", LinkedImage.library().soname("ld.so.2"));
    }

    private Path write(String name, LinkedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, image.bytes());
    }

    private LinkedImage program() {
        return LinkedImage.library().interpreter(interpreter.toString());
    }

    private Path program(LinkedImage image) throws IOException {
        return write("bin/program", image);
    }

    private Set<Path> resolve(Path program) throws IOException {
        LinkerCache read = LinkerCache.parse(cache.bytes(), "cache");
        return new Libraries(new LinkerSetup(read, List.of(folder.resolve("default")), preloaded)).of(program);
    }

    @Test
    void aStaticProgramAndAScriptNeedNothing() throws IOException {
        assertThat(resolve(program(LinkedImage.library()))).isEmpty();
        assertThat(resolve(Files.writeString(folder.resolve("script"), "#!/bin/sh\n")))
                .isEmpty();
        assertThat(resolve(Files.writeString(folder.resolve("empty"), ""))).isEmpty();
    }

    @Test
    void theInterpreterComesFirstAndIsNotLookedForByName() throws IOException {
        Path c = write("default/libc.so", LinkedImage.library().needed("ld.so.2"));
        assertThat(resolve(program(program().needed("libc.so")))).containsExactly(interpreter, c);
    }

    @Test
    void librariesOfLibrariesAreFoundBreadthFirst() throws IOException {
        Path a = write("default/a", LinkedImage.library().needed("b").needed("c"));
        Path b = write("default/b", LinkedImage.library().needed("a"));
        Path c = write("default/c", LinkedImage.library().needed("d"));
        Path d = write("default/d", LinkedImage.library());
        assertThat(resolve(program(program().needed("a").needed("c")))).containsExactly(interpreter, a, c, b, d);
    }

    @Test
    void theCacheComesBeforeTheDefaultFolders() throws IOException {
        Path cached = write("x/a", LinkedImage.library());
        write("y/a", LinkedImage.library());
        write("default/a", LinkedImage.library());
        cache.add("a", cached).add("a", folder.resolve("y/a"));
        assertThat(resolve(program(program().needed("a")))).containsExactly(interpreter, cached);
    }

    @Test
    void filesOfOtherMachinesArePassedOver() throws IOException {
        Path other = write("x/a", LinkedImage.library().machine(183));
        byte[] image = LinkedImage.library().bytes();
        image[4] = 1;
        Files.write(folder.resolve("x/a32"), image);
        Path fits = write("default/a", LinkedImage.library());
        cache.add("a", other).add("a", folder.resolve("x/a32")).add("a", folder.resolve("nowhere"));
        assertThat(resolve(program(program().needed("a")))).containsExactly(interpreter, fits);
    }

    @Test
    void allVariantsForSomeProcessorsAreFound() throws IOException {
        Path v3 = write("x/v3/a", LinkedImage.library());
        Path plain = write("x/a", LinkedImage.library());
        cache.addVariant("a", v3).add("a", plain);
        Path v2 = write("run/glibc-hwcaps/x86-64-v2/b", LinkedImage.library());
        Path b = write("run/b", LinkedImage.library());
        Path program = program(program().needed("a").needed("b").runpath(folder.resolve("run") + ""));
        assertThat(resolve(program)).containsExactlyInAnyOrder(interpreter, v3, plain, v2, b);
    }

    @Test
    void aRunpathIsForWhatTheFileItselfNeeds() throws IOException {
        Path a = write("run/a", LinkedImage.library().needed("b"));
        write("run/b", LinkedImage.library());
        Path b = write("default/b", LinkedImage.library());
        Path program = program(program().needed("a").runpath("$ORIGIN/../run"));
        assertThat(resolve(program)).containsExactly(interpreter, a, b);
    }

    @Test
    void anRpathIsAlsoForWhatItsLibrariesNeed() throws IOException {
        Path a = write("old/a", LinkedImage.library().needed("b"));
        Path b = write("old/b", LinkedImage.library());
        write("default/b", LinkedImage.library());
        Path program = program(program().needed("a").rpath("/nowhere:${ORIGIN}/../old"));
        assertThat(resolve(program)).containsExactly(interpreter, a, b);
    }

    @Test
    void aLibraryWithARunpathDoesNotUseTheRpathOfOthers() throws IOException {
        write("old/b", LinkedImage.library());
        Path a = write("old/a", LinkedImage.library().needed("b").runpath("/nowhere"));
        Path b = write("default/b", LinkedImage.library());
        Path program = program(program().needed("a").rpath(folder.resolve("old") + ""));
        assertThat(resolve(program)).containsExactly(interpreter, a, b);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$LIB", "${LIB}", "lib64"})
    void libIsWhicheverIsThere(String lib) throws IOException {
        Path a = write("lib64/a", LinkedImage.library());
        assertThat(resolve(program(program().needed("a").runpath("$ORIGIN/../" + lib))))
                .containsExactly(interpreter, a);
    }

    @Test
    void originIsTheFolderOfTheRealProgram() throws IOException {
        Path a = write("bin/a", LinkedImage.library());
        Path program = program(program().needed("a").runpath("$ORIGIN"));
        Path link = Files.createDirectory(folder.resolve("links")).resolve("p");
        Files.createSymbolicLink(link, program);
        assertThat(resolve(link)).containsExactly(interpreter, a);
    }

    @Test
    void tokensEndWhereTheirNamesEnd() throws IOException {
        Path a = write("bin/$ORIGINAL/a", LinkedImage.library());
        Path program = program(program().needed(folder + "/bin/$ORIGINAL/a"));
        assertThat(resolve(program)).containsExactly(interpreter, a);
    }

    @Test
    void symbolicLinksLeadToTheFile() throws IOException {
        Path real = write("default/a.1.2.3", LinkedImage.library().soname("a.1"));
        Files.createSymbolicLink(folder.resolve("default/a.1"), real);
        Files.createSymbolicLink(folder.resolve("default/a"), Path.of("a.1"));
        assertThat(resolve(program(program().needed("a").needed("a.1")))).containsExactly(interpreter, real);
    }

    @Test
    void whatEveryProgramIsGivenBelongsToIt() throws IOException {
        Path a = write("x/a", LinkedImage.library().needed("b"));
        Path b = write("default/b", LinkedImage.library());
        preloaded = List.of(a.toString());
        assertThat(resolve(program(program()))).containsExactly(interpreter, a, b);
        assertThat(resolve(program(LinkedImage.library()))).isEmpty();
    }

    @Test
    void withoutDefaultsOnlyNamedFoldersAreSearched() throws IOException {
        write("default/a", LinkedImage.library());
        cache.add("a", folder.resolve("default/a"));
        assertUnresolved(program(program().needed("a").withoutDefaults()), "a");
        Path elsewhere = write("x/a", LinkedImage.library());
        cache.add("a", elsewhere);
        assertThat(resolve(program(program().needed("a").withoutDefaults()))).containsExactly(interpreter, elsewhere);
    }

    @Test
    void whatIsNowhereIsNamed() throws IOException {
        assertUnresolved(program(program().needed("lost.so")), "lost.so");
        assertUnresolved(program(LinkedImage.library().interpreter("/nowhere/ld.so")), "/nowhere/ld.so");
    }

    @Test
    void aBrokenLibraryIsNamed() throws IOException {
        Path broken = Files.writeString(
                Files.createDirectory(folder.resolve("default")).resolve("a"), "x".repeat(100));
        var e = catchThrowableOfType(
                FormatException.class, () -> resolve(program(program().needed("a"))));
        assertThat(e).hasMessageContaining(broken.toString());
    }

    @Test
    void preloadedNamesAreBetweenBlanksAndColons() throws IOException {
        Path file = Files.writeString(folder.resolve("preload"), "/a /b:/c # /d\n\n/e\n");
        assertThat(LinkerSetup.preloaded(file)).containsExactly("/a", "/b", "/c", "/e");
        assertThat(LinkerSetup.preloaded(folder.resolve("none"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/ls", "/usr/bin/python3", "/usr/bin/perl", "/usr/bin/git", "/usr/sbin/bpftool"})
    void theSystemsLinkerFindsTheSame(String program) throws Exception {
        Path path = Path.of(program);
        assumeTrue(Files.exists(path), program + " is not installed");
        assumeTrue(Files.exists(Path.of("/usr/bin/ldd")), "ldd is not installed");
        assertThat(Libraries.ofThisMachine().of(path)).isEqualTo(ldd(path));
    }

    private static Set<Path> ldd(Path program) throws Exception {
        Process process = new ProcessBuilder("/usr/bin/ldd", program.toString()).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(process.waitFor() == 0, "ldd does not know what " + program + " is");
        return Pattern.compile("(?:^|[\\s])(/\\S+) \\(0x")
                .matcher(text)
                .results()
                .map((MatchResult found) -> real(found.group(1)))
                .collect(Collectors.toSet());
    }

    private static Path real(String path) {
        try {
            return Path.of(path).toRealPath();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertUnresolved(Path program, String name) {
        var e = catchThrowableOfType(UnresolvedException.class, () -> resolve(program));
        assertThat(e)
                .hasMessage(program + ": needs " + name
                        + ", which is in none of the places where the dynamic linker looks");
    }
}
