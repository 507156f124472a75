package io.epmjit.testkit.jira;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Atlassian's published documents, where the machine has them. */
final class Specs {

    private static final Path FOLDER = Path.of(System.getProperty("epmjit.specs", "../../shared/specs"));

    private Specs() {}

    /** Skips the test, aloud, on a machine without them. */
    static JsonNode read(String file) {
        Path path = FOLDER.resolve(file);
        boolean there = Files.isReadable(path);
        assumeTrue(
                there,
                () -> "SKIPPED: " + path.toAbsolutePath().normalize()
                        + " is not there; name the folder with -Depmjit.specs=…");
        try {
            return JiraHttp.JSON.readTree(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
