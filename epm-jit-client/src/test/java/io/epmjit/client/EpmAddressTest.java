package io.epmjit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.webhook.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpmAddressTest {

    @ParameterizedTest
    @CsvSource({
        "acme-services.beyondtrustcloud.com, https://acme-services.beyondtrustcloud.com",
        "https://acme-services.beyondtrustcloud.com/, https://acme-services.beyondtrustcloud.com",
        "HTTPS://ACME-Services.BeyondTrustCloud.com, https://acme-services.beyondtrustcloud.com",
        "https://acme-services.pm.beyondtrustcloud.com/management-api/swagger/index.html?x=1#top, https://acme-services.pm.beyondtrustcloud.com",
        "acme.beyondtrustcloud.com, https://acme-services.beyondtrustcloud.com",
        "https://acme.pm.beyondtrustcloud.com/home, https://acme-services.pm.beyondtrustcloud.com",
        "pmc-services.yourcompany.com, https://pmc-services.yourcompany.com",
        "epm.yourcompany.com:8443, https://epm.yourcompany.com:8443",
        "acme.beyondtrustcloud.com.evil.example, https://acme.beyondtrustcloud.com.evil.example",
        "http://localhost:8080/, http://localhost:8080",
        "http://127.0.0.1:8080, http://127.0.0.1:8080"
    })
    void hosts_are_read_as_people_type_or_paste_them(String typed, String url) {
        assertThat(EpmAddress.of(typed).url().toString()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "epm.yourcompany.com, epm-services.yourcompany.com",
                "acme-services.yourcompany.com, none",
                "localhost, none",
                "127.0.0.1, none"
            })
    void outside_the_vendors_domain_the_services_host_is_only_suggested(String typed, String suggestion) {
        EpmAddress address =
                EpmAddress.of(typed.equals("localhost") || typed.equals("127.0.0.1") ? "http://" + typed : typed);
        assertThat(address.suggestion().orElse(null)).isEqualTo(suggestion);
        assertThat(address.host()).isEqualTo(typed);
    }

    @ParameterizedTest
    @CsvSource({
        "http://acme-services.beyondtrustcloud.com, in the clear",
        "ftp://acme, enter https://",
        "'', is empty",
        "https://user:pw@acme-services.beyondtrustcloud.com, credentials are settings of their own",
        "acme services.com, not a valid URL",
        "https://acme_services.example.com, no valid host name"
    })
    void what_is_no_host_is_refused_with_what_to_enter_instead(String typed, String words) {
        assertThatThrownBy(() -> EpmClient.builder()
                        .host(typed)
                        .credentials("id", Secret.of("secret"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("pw");
    }

    @Test
    void the_console_is_on_the_host_without_services() {
        assertThat(EpmAddress.of("acme-services.pm.beyondtrustcloud.com").console())
                .hasToString("https://acme.pm.beyondtrustcloud.com");
        assertThat(EpmAddress.of("https://epm.yourcompany.com:8443").console())
                .hasToString("https://epm.yourcompany.com:8443");
    }
}
