package io.github.bpfverity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.bpfverity.cli.policy.PolicyReader;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1DaemonSet;
import io.kubernetes.client.openapi.models.V1Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The files in deploy/ are what the programs that read them take. */
class FleetFilesTest {
    private static final Path DEPLOY = Path.of("../deploy");

    private static List<JsonObject> manifests() throws IOException {
        List<JsonObject> manifests = new ArrayList<>();
        for (Object document : new Yaml().loadAll(Files.readString(DEPLOY.resolve("kubernetes/policy.yaml")))) {
            manifests.add(new Gson().toJsonTree(document).getAsJsonObject());
        }
        return manifests;
    }

    /** Unknown members, missing ones and wrong types are exceptions. */
    private static void validate(JsonObject manifest) throws IOException {
        switch (manifest.get("kind").getAsString()) {
            case "Namespace" -> V1Namespace.validateJsonElement(manifest);
            case "ConfigMap" -> V1ConfigMap.validateJsonElement(manifest);
            case "DaemonSet" -> V1DaemonSet.validateJsonElement(manifest);
            default -> throw new AssertionError(manifest.get("kind"));
        }
    }

    @Test
    void kubernetesTakesTheManifests() throws IOException {
        for (JsonObject manifest : manifests()) {
            validate(manifest);
        }
        assertThat(manifests())
                .extracting(manifest -> manifest.get("kind").getAsString())
                .containsExactly("Namespace", "ConfigMap", "DaemonSet");
    }

    @Test
    void thePolicyInTheConfigMapIsOne() throws Exception {
        JsonObject map = manifests().get(1);
        String policy = map.getAsJsonObject("data").get("base.policy").getAsString();
        assertThat(PolicyReader.parse(policy, "base.policy").entries()).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked")
    void thePlaybookDeliversSignatureBeforePolicyAndReloads() throws IOException {
        String text = Files.readString(DEPLOY.resolve("ansible/policy.yml"));
        assertThat((List<Object>) new Yaml().load(text)).hasSize(1);
        assertThat(text)
                .containsSubsequence("- base.policy.sig", "- base.policy\n", "notify: Reload", "cli.jar reload");
    }

    @Test
    void theDashboardIsJsonWithPanels() throws IOException {
        JsonElement dashboard = JsonParser.parseString(Files.readString(DEPLOY.resolve("grafana/bpf-verity.json")));
        assertThat(dashboard.getAsJsonObject().getAsJsonArray("panels")).hasSizeGreaterThan(5);
    }
}
