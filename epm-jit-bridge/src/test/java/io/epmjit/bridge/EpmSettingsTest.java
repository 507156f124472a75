package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.client.EpmClient;
import io.epmjit.settings.InvalidSettingsException;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.webhook.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpmSettingsTest {

    private static Map<String, String> environment(FakeEpm epm) {
        return new HashMap<>(Map.of(
                "EPM_SERVICE_HOST_NAME", epm.url().toString(),
                "EPM_CLIENT_ID", epm.clientId(),
                "EPM_CLIENT_SECRET", epm.clientSecret(),
                "EPM_TENANT_ID", epm.tenantId()));
    }

    @Test
    void theEnvironmentIsEnoughForAClientThatWorks() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = EpmSettings.from(environment(epm)::get).client()) {
            assertThat(client.testConnection().message()).isEqualTo("Connection OK");
            assertThat(client.tenantId()).contains(epm.tenantId());
            assertThat(client.takesOnceForAdmin()).isFalse();
        }
    }

    @Test
    void aSecretThatWasRotatedIsReadAgain() {
        try (FakeEpm epm = FakeEpm.start()) {
            Map<String, String> environment = environment(epm);
            try (EpmClient client = EpmSettings.from(environment::get).client()) {
                assertThat(client.testConnection().isOk()).isTrue();
                environment.put("EPM_CLIENT_SECRET", epm.regenerateSecret());
                assertThat(client.testConnection().isOk()).isTrue();
            }
        }
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnceAsTheGuideNamesIt() {
        assertThatThrownBy(() -> EpmSettings.from(Map.of("EPM_CLIENT_SECRET", "canary-secret")::get))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("PMC Service Host Name")
                .hasMessageContaining("Client ID")
                .hasMessageNotContaining("Client Secret")
                .hasMessageNotContaining("canary-secret");
    }

    @Test
    void aHostThatWouldGetTheSecretInTheClearIsRefusedByItsName() {
        assertThatThrownBy(() -> EpmSettings.builder()
                        .serviceHostName("http://epm.example.com")
                        .clientId("account")
                        .clientSecret(Secret.of("canary-secret"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PMC Service Host Name (epm.service-host-name)")
                .hasMessageContaining("https");
    }

    @Test
    void theSecretDoesNotShow() {
        EpmSettings settings = EpmSettings.builder()
                .serviceHostName("acme-services.beyondtrustcloud.com")
                .clientId("account")
                .clientSecret(Secret.of("canary-secret"))
                .adminOnceValue("1")
                .build();
        assertThat(settings.toString()).contains("account").doesNotContain("canary-secret");
        try (EpmClient client = settings.client()) {
            assertThat(client.takesOnceForAdmin()).isTrue();
            assertThat(client.toString()).doesNotContain("canary-secret");
        }
    }

    @Test
    void theDocumentsHaveTheTableOfTheCode() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "bridge.md")))
                .contains(EpmSettings.table().markdown().strip());
    }
}
