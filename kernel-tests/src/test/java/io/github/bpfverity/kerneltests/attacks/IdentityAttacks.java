package io.github.bpfverity.kerneltests.attacks;

import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER;
import static io.github.bpfverity.kerneltests.attacks.Stage.PLAIN_CALLER;

import io.github.bpfverity.gate.Protection;
import io.github.bpfverity.kerneltests.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Passing for a listed program without being one. */
record IdentityAttacks(Stage stage) {
    private static final Path DELETED = Stage.program("unlisted/deleted_running");

    List<Attack> all() {
        CraftedImage image = CraftedImage.in(stage);
        return Stream.of(byContents(), byPath(), List.of(image.attack()))
                .flatMap(List::stream)
                .toList();
    }

    private List<Attack> byContents() {
        return List.of(
                ofFile("a copy without fs-verity", stage.copy(CALLER, "copy"), Protection.VERITY),
                ofFile("sealed, and not listed", Stage.seal(stage.changedCopy(CALLER, "other")), Protection.LISTED),
                ofFile("the same bytes with another salt", sealed("salted", "--salt=c0ffee"), Protection.LISTED),
                ofFile(
                        "the same bytes with another algorithm",
                        sealed("sha512", "--hash-alg=sha512"),
                        Protection.LISTED),
                Stage.against(
                        "a copy in memory, by fexecve", "unlisted/memory_file_executed", CALLER, Protection.VERITY),
                Stage.against("the 32-bit system call", "unlisted-static/call_32_bit", CALLER, Protection.VERITY));
    }

    private static Attack ofFile(String name, Path file, Protection... stoppedBy) {
        return Attack.of(name, () -> Attempt.run(file), () -> Attempt.run(CALLER), stoppedBy);
    }

    private Path sealed(String name, String option) {
        Path copy = stage.copy(CALLER, name);
        Ran.succeeding("fsverity", "enable", copy.toString(), option);
        return copy;
    }

    private List<Attack> byPath() {
        Path byUnlisted = Stage.program("listed/script_of_unlisted.sh");
        Path byListed = Stage.program("listed/script_of_listed.sh");
        String bind = "mount --bind %s %s && exec %2$s";
        return List.of(
                Attack.of(
                        "a listed script with an unlisted interpreter",
                        () -> Attempt.run(byUnlisted),
                        () -> Attempt.run(byListed),
                        Protection.VERITY),
                Attack.of(
                        "overlayfs over the listed file",
                        () -> Attempt.ofShell(underOverlay("$merged/caller")),
                        () -> Attempt.ofShell(underOverlay(CALLER.toString())),
                        Protection.VERITY),
                Attack.of(
                        "mounted over the listed path in another namespace",
                        () -> Attempt.run("unshare", "-m", "sh", "-c", bind.formatted(PLAIN_CALLER, CALLER)),
                        () -> Attempt.run("unshare", "-m", "sh", "-c", bind.formatted(CALLER, PLAIN_CALLER)),
                        Protection.VERITY),
                Attack.of(
                        "linked and renamed to look like the listed file",
                        () -> Attempt.ofShell(linked(PLAIN_CALLER, "unlisted")),
                        () -> Attempt.ofShell(linked(CALLER, "listed")),
                        Protection.VERITY),
                Attack.of(
                        "deleted while it runs, with the listed file in its place",
                        () -> Attempt.run(DELETED, "attack", stage.copy(PLAIN_CALLER, "running"), CALLER),
                        () -> Attempt.run(DELETED, "twin", Stage.seal(stage.copy(CALLER, "sealed")), PLAIN_CALLER),
                        Protection.VERITY));
    }

    private String underOverlay(String program) {
        return """
                merged=%s
                mkdir -p $merged $merged.empty
                mount -t overlay overlay -o lowerdir=%s:$merged.empty $merged || exit 9
                %s
                status=$?
                umount $merged
                exit $status
                """.formatted(stage.folder().resolve("merged"), CALLER.getParent(), program);
    }

    /** A hard link, renamed, in a folder of its own. */
    private String linked(Path file, String name) {
        Path place = stage.folder().resolve("links-" + name);
        return "mkdir -p %1$s && ln -f %2$s %1$s/link && mv %1$s/link %1$s/caller && exec %1$s/caller"
                .formatted(place, file);
    }
}
