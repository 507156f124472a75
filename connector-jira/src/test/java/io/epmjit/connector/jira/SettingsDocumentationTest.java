package io.epmjit.connector.jira;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsDocumentationTest {

    @Test
    void theDocumentationHasTheTableThatTheSettingsThemselvesGive() throws IOException {
        String page = Files.readString(Path.of("../docs/connector-jira.md"));
        String begin = "<!-- settings: jira -->\n";

        String table = page.substring(page.indexOf(begin) + begin.length(), page.indexOf("<!-- end of settings -->"));

        assertThat(table).as("copy the table below into docs/connector-jira.md").isEqualTo(JiraSettings.markdown());
    }
}
