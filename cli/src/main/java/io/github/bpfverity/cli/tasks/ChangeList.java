package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Changes what the gatekeeper at work has listed. Files are measured here; it is told digests. */
public final class ChangeList {
    private static final Pattern DIGEST = Pattern.compile("sha\\d+:.*");

    private final Control control;
    private final VerityFiles files;
    private final NeededFiles needed;
    private final boolean json;

    /**
     * Asks through {@code control}.
     *
     * @param json whether what the gatekeeper says is to be JSON
     */
    public ChangeList(Control control, VerityFiles files, NeededFiles needed, boolean json) {
        this.control = control;
        this.files = files;
        this.needed = needed;
        this.json = json;
    }

    /**
     * Lists files and digests, all or none.
     *
     * @param mapped whether as code to map, and not as executables with what they need
     * @return what the gatekeeper says
     */
    public List<String> allow(List<String> subjects, boolean mapped) {
        List<String> request = request("allow");
        List<Path> programs = new ArrayList<>();
        for (String subject : subjects) {
            if (DIGEST.matcher(subject).matches()) {
                add(request, new Listing(Path.of("-"), GateDesk.digest(subject), mapped ? Use.MAPPED : Use.EXECUTABLE));
            } else {
                programs.add(Path.of(subject).toAbsolutePath());
            }
        }
        if (!programs.isEmpty()) {
            Scope scope =
                    GateSettings.scope(control.ask(List.of("scope")).get(0)).orElse(Scope.PROCESS);
            Lister lister = new Lister(files, needed);
            lister.list(mapped ? List.of() : programs, mapped ? programs : List.of(), scope)
                    .forEach(listing -> add(request, listing));
        }
        return control.ask(request);
    }

    private List<String> request(String... words) {
        List<String> request = new ArrayList<>();
        if (json) {
            request.add("json");
        }
        request.addAll(List.of(words));
        return request;
    }

    private static void add(List<String> request, Listing listing) {
        request.add(listing.digest().toString());
        request.add(listing.use().name().toLowerCase(Locale.ROOT));
        request.add(listing.path().toString());
    }

    /** Takes one file or digest off the list: what the gatekeeper says. */
    public List<String> revoke(String subject) {
        boolean isDigest = DIGEST.matcher(subject).matches();
        String digest = isDigest ? subject : files.measure(Path.of(subject)).toString();
        return control.ask(request("revoke", digest));
    }

    /** Lets a process call bpf() until it ends: what the gatekeeper says. */
    public List<String> grant(int pid) {
        return control.ask(request("grant", Integer.toString(pid)));
    }
}
