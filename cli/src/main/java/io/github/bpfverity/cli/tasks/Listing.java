package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;

/** A file that is listed: what it may be, and the digest that the gate knows it by. */
public record Listing(Path path, VerityDigest digest, Use use) {
    /** The line that says so. */
    String line() {
        String as = use == Use.EXECUTABLE ? "" : " as code to map";
        return "Allowing verity digest of \"" + path + "\" (" + digest.hex() + ")" + as;
    }
}
