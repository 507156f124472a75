package io.epmjit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.model.Retryability;
import java.io.IOException;
import java.time.InstantSource;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the moment at which TLS 1.3 tells of a fault, so that no server shows it reliably. */
class ConnectionFailuresTest {

    private final ConnectionFailures failures = new ConnectionFailures("Test", "epm.acme.example");

    @ParameterizedTest
    @ValueSource(strings = {"certificate_required", "bad_certificate", "unknown_ca", "access_denied"})
    void a_client_without_the_certificate_that_the_server_wants_is_told_so(String alert) {
        TransportException failure = of("(" + alert + ") Received fatal alert: " + alert, false);

        assertThat(failure.problem()).isEqualTo(TransportException.Problem.TLS);
        assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
        assertThat(failure)
                .hasMessageContaining("epm.acme.example refused the certificate that this client shows, or misses one")
                .hasMessageContaining("clientCertificate");
    }

    @Test
    void an_alert_about_something_else_is_no_matter_of_certificates() {
        assertThat(of("Received fatal alert: protocol_version", false))
                .hasMessageContaining("check that the port speaks TLS 1.2 or later");
    }

    @Test
    void an_alert_after_the_body_may_have_left_says_nothing_of_the_request() {
        assertThat(of("Received fatal alert: certificate_required", true).retryability())
                .isEqualTo(Retryability.OUTCOME_UNKNOWN);
    }

    private TransportException of(String message, boolean bodyMayHaveLeft) {
        IOException failure = new SSLHandshakeException(message);
        ApiRequest post = ApiRequest.post("/things").json(new byte[0]).build();
        OngoingCall call = new OngoingCall(post, CallOptions.defaults(), InstantSource.system());
        return failures.of(call, failure, bodyMayHaveLeft);
    }
}
