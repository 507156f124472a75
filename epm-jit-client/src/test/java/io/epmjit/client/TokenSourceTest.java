package io.epmjit.client;

import static io.epmjit.client.TestEpm.DENIAL;
import static io.epmjit.client.TestEpm.client;
import static io.epmjit.client.TestEpm.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.http.AccessTokenException;
import io.epmjit.http.CallOptions;
import io.epmjit.http.OkHttpTransport;
import io.epmjit.http.ResponseException;
import io.epmjit.http.TransportException;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Retryability;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.epm.TokenPath;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSourceTest {

    private static final String FIRST = "/oauth/connect/token";
    private static final String SECOND = "/oauth/token";
    private static final RequestMatcher TOKENS = request -> request.path().startsWith("/oauth/");

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-21T10:00:00Z"));
    private final FakeEpm epm = FakeEpm.builder()
            .clock(clock)
            .tokenLife(Duration.ofHours(1))
            .noRateLimit()
            .start();

    @AfterEach
    void close() {
        epm.close();
    }

    @Test
    void sixty_four_threads_on_an_expired_token_make_one_token_request() throws Exception {
        EpmRequest request = epm.requestAdmin();
        try (EpmClient client = client(epm).clock(clock).build()) {
            client.read(ref(request));
            clock.advance(Duration.ofHours(2));
            epm.requests().clear();
            CountDownLatch tokenMayCome = new CountDownLatch(1);
            epm.faults().once(TOKENS, Fault.holdWork(tokenMayCome));

            List<Future<RequestState>> reads = atOnce(64, () -> client.read(ref(request)));
            epm.requests().await(1, TOKENS);
            tokenMayCome.countDown();

            for (Future<RequestState> read : reads) {
                assertThat(read.get().isReadable()).isTrue();
            }
            assertThat(epm.requests().count(TOKENS)).isEqualTo(1);
        }
    }

    @Test
    void sixty_four_threads_with_a_refused_token_make_one_token_request() throws Exception {
        EpmRequest request = epm.requestAdmin();
        try (EpmClient client = client(epm).clock(clock).build()) {
            client.read(ref(request));
            epm.revokeTokens();
            epm.requests().clear();

            for (Future<RequestState> read : atOnce(64, () -> client.read(ref(request)))) {
                assertThat(read.get().isReadable()).isTrue();
            }
            assertThat(epm.requests().count(TOKENS)).isEqualTo(1);
        }
    }

    @Test
    void calls_that_stay_refused_fetch_no_token_each() {
        EpmRequest request = epm.requestAdmin();
        try (EpmClient client = client(epm).clock(clock).build()) {
            epm.faults().always(TOKENS.negate()::test, Fault.status(401));

            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> client.read(ref(request))).isInstanceOf(ResponseException.Unauthorized.class);
            }
            assertThat(epm.requests().count(TOKENS)).isEqualTo(2);

            clock.advance(Duration.ofSeconds(5));
            assertThatThrownBy(() -> client.read(ref(request))).isInstanceOf(ResponseException.Unauthorized.class);
            assertThat(epm.requests().count(TOKENS)).isEqualTo(3);
        }
    }

    @Test
    void a_refused_secret_is_told_to_everybody_who_waited_for_the_same_token() throws Exception {
        CountDownLatch tokenMayCome = new CountDownLatch(1);
        epm.faults().once(TOKENS, Fault.holdWork(tokenMayCome));
        try (EpmClient client = client(epm)
                .clock(clock)
                .credentials(epm.clientId(), Secret.of("wrong"))
                .build()) {
            List<Future<RequestState>> reads = atOnce(8, () -> client.read(JitRequestRef.admin("x")));
            epm.requests().await(1, TOKENS);
            tokenMayCome.countDown();

            for (Future<RequestState> read : reads) {
                assertThatThrownBy(read::get).hasCauseInstanceOf(AccessTokenException.class);
            }
        }
    }

    @Test
    void a_new_token_is_fetched_ahead_of_the_old_ones_end() {
        EpmRequest request = epm.requestAdmin();
        try (EpmClient client = client(epm).clock(clock).build()) {
            client.read(ref(request));
            clock.advance(Duration.ofMinutes(59));
            client.read(ref(request));

            assertThat(epm.requests().count(TOKENS)).isEqualTo(2);
            clock.advance(Duration.ofMinutes(30));
            client.read(ref(request));
            assertThat(epm.requests().count(TOKENS)).isEqualTo(2);
        }
    }

    @Test
    void a_failure_to_fetch_ahead_of_time_hurts_nobody() {
        EpmRequest request = epm.requestAdmin();
        try (EpmClient client = client(epm).clock(clock).build()) {
            client.read(ref(request));
            clock.advance(Duration.ofMinutes(59));
            epm.faults().always(TOKENS, Fault.status(500));

            assertThat(client.read(ref(request)).isReadable()).isTrue();
        }
    }

    @Test
    void a_token_endpoint_that_hangs_does_not_hold_a_decision_whose_token_is_still_good() {
        MovableClock running = MovableClock.running();
        EpmRequest request = epm.requestApplication();
        CountDownLatch never = new CountDownLatch(1);
        try (EpmClient client = client(epm).clock(running).build()) {
            client.read(ref(request));
            running.advance(Duration.ofMinutes(59));
            epm.faults().always(TOKENS, Fault.holdWork(never));

            client.decide(ref(request), DENIAL, CallOptions.defaults().withTimeout(Duration.ofSeconds(6)));

            assertThat(epm.requests().count(TOKENS)).isEqualTo(2);
            assertThat(epm.request(request.requestId()).received()).hasSize(1);
        } finally {
            never.countDown();
        }
    }

    @Test
    void an_old_token_is_not_used_when_it_might_end_on_its_way() {
        EpmRequest request = epm.requestAdmin();
        try (EpmClient client = client(epm).clock(clock).build()) {
            client.read(ref(request));
            clock.advance(Duration.ofMinutes(59).plusSeconds(55));
            epm.faults().always(TOKENS, Fault.status(500));

            AccessTokenException failure =
                    catchThrowableOfType(AccessTokenException.class, () -> client.read(ref(request)));

            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
            assertThat(failure.status()).contains(500);
        }
    }

    @Test
    void the_second_token_path_is_tried_where_the_first_is_not_there_and_is_remembered() {
        try (FakeEpm newer = FakeEpm.builder()
                        .tokenPaths(TokenPath.PLAIN)
                        .clock(clock)
                        .start();
                EpmClient client = client(newer).clock(clock).build()) {
            EpmRequest request = newer.requestAdmin();
            client.read(ref(request));
            newer.revokeTokens();
            client.read(ref(request));

            assertThat(newer.requests().matching(TOKENS))
                    .extracting(ReceivedRequest::path)
                    .containsExactly(FIRST, SECOND, SECOND);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 404})
    void a_token_endpoint_that_worked_before_is_tried_again_later_whatever_it_answers_now(int status) {
        EpmRequest request = epm.requestAdmin();
        try (EpmClient client = client(epm).clock(clock).build()) {
            epm.faults().always(TOKENS, Fault.status(status));
            AccessTokenException first =
                    catchThrowableOfType(AccessTokenException.class, () -> client.read(ref(request)));
            epm.faults().clear();
            client.read(ref(request));
            clock.advance(Duration.ofHours(2));
            epm.faults().always(TOKENS, Fault.status(status));

            AccessTokenException later =
                    catchThrowableOfType(AccessTokenException.class, () -> client.read(ref(request)));

            assertThat(first.retryability()).isEqualTo(Retryability.NEVER);
            assertThat(later.retryability()).isEqualTo(Retryability.SAFE);
        }
    }

    @Test
    void a_fixed_token_path_is_the_only_one_tried() {
        EpmApiDialect fixed = EpmApiDialect.builder().addTokenPaths(SECOND).build();
        try (FakeEpm older = FakeEpm.builder().tokenPaths(TokenPath.CONNECT).start();
                EpmClient client = client(older).dialect(fixed).build()) {
            assertThatThrownBy(() -> client.read(JitRequestRef.admin("x")))
                    .isInstanceOf(AccessTokenException.class)
                    .hasMessageContaining("gives out no access tokens")
                    .hasMessageContaining("-services");
            assertThat(older.requests().matching(TOKENS))
                    .extracting(ReceivedRequest::path)
                    .containsExactly(SECOND);
        }
    }

    @Test
    void wrong_credentials_are_named_as_such_and_nothing_is_sent_with_them_but_the_token_request() {
        EpmRequest request = epm.requestApplication();
        try (EpmClient client =
                client(epm).credentials(epm.clientId(), Secret.of("wrong")).build()) {
            AccessTokenException failure =
                    catchThrowableOfType(AccessTokenException.class, () -> client.decide(ref(request), DENIAL));

            assertThat(failure.retryability()).isEqualTo(Retryability.NEVER);
            assertThat(failure.errorCode()).contains("invalid_client");
            assertThat(failure)
                    .hasMessageContaining("client id or client secret was refused (400, invalid_client)")
                    .hasMessageContaining("Configuration > API Settings");
        }
        assertThat(epm.requests().count(TOKENS.negate()::test)).isZero();
    }

    @Test
    void a_secret_that_was_rotated_is_asked_for_again_without_a_restart() {
        AtomicReference<Secret> vault = new AtomicReference<>(Secret.of(epm.clientSecret()));
        EpmRequest request = epm.requestAdmin();
        List<Secret> given = new ArrayList<>();
        try (EpmClient client = client(epm)
                .credentials(epm.clientId(), () -> {
                    // The vault is one step behind the first time it is asked.
                    Secret current = vault.get();
                    given.add(current);
                    vault.set(Secret.of(epm.clientSecret()));
                    return current;
                })
                .build()) {
            client.read(ref(request));
            epm.regenerateSecret();

            assertThat(client.read(ref(request)).isReadable()).isTrue();
        }
        assertThat(given).hasSize(3);
    }

    @Test
    void a_vault_that_fails_leaves_the_decision_safe_to_repeat_and_shows_nothing_of_its_message() {
        EpmRequest request = epm.requestApplication();
        try (EpmClient client = client(epm)
                .credentials(epm.clientId(), () -> {
                    throw new IllegalStateException("no access to vault/s3cret");
                })
                .build()) {
            AccessTokenException failure =
                    catchThrowableOfType(AccessTokenException.class, () -> client.decide(ref(request), DENIAL));

            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
            assertThat(failure)
                    .hasMessageContaining("the client secret could not be had (IllegalStateException)")
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
        }
        assertThat(epm.request(request.requestId()).received()).isEmpty();
    }

    @Test
    void a_vault_that_fails_breaks_no_call_whose_token_is_still_good() {
        EpmRequest request = epm.requestAdmin();
        AtomicReference<Secret> vault = new AtomicReference<>(Secret.of(epm.clientSecret()));
        try (EpmClient client =
                client(epm).clock(clock).credentials(epm.clientId(), vault::get).build()) {
            client.read(ref(request));
            clock.advance(Duration.ofMinutes(59));
            vault.set(null);

            assertThat(client.read(ref(request)).isReadable()).isTrue();
        }
    }

    @Test
    void a_token_endpoint_that_cannot_be_reached_leaves_the_decision_safe_to_repeat() {
        EpmRequest request = epm.requestApplication();
        epm.faults().always(TOKENS, Fault.resetAfterWork());
        try (EpmClient client = client(epm).build()) {
            EpmJitException failure =
                    catchThrowableOfType(EpmJitException.class, () -> client.decide(ref(request), DENIAL));

            assertThat(failure).isInstanceOf(TransportException.class);
            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
        }
        assertThat(epm.request(request.requestId()).received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"line\\r\\nbreak\"", "null", "\"\"", "7", "true", "{}"})
    void what_no_header_can_carry_is_no_token(String value) {
        epm.faults().always(TOKENS, Fault.answer(Reply.json(200, "{\"access_token\":" + value + "}")));
        try (EpmClient client = client(epm).build()) {
            assertThatThrownBy(() -> client.read(JitRequestRef.admin("x")))
                    .isInstanceOf(AccessTokenException.class)
                    .hasMessageContaining("not with a token");
        }
    }

    @Test
    void who_waits_for_anothers_token_waits_no_longer_than_his_own_deadline() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        epm.faults().once(TOKENS, Fault.holdWork(never));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (EpmClient client = client(epm).build()) {
            Future<RequestState> leader = threads.submit(() -> client.read(JitRequestRef.admin("x")));
            epm.requests().await(1, TOKENS);

            assertThatThrownBy(() -> client.read(
                            JitRequestRef.admin("x"), CallOptions.defaults().withTimeout(Duration.ofMillis(50))))
                    .isInstanceOf(AccessTokenException.class)
                    .hasMessageContaining("before the call's deadline");
            never.countDown();
            assertThat(leader.get().isReadable()).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whose_token_was_awaited_with_less_patience_takes_his_own_turn() throws Exception {
        EpmRequest request = epm.requestAdmin();
        CountDownLatch never = new CountDownLatch(1);
        epm.faults().once(TOKENS, Fault.holdWork(never));
        try (EpmClient client = client(epm).build()) {
            CallOptions hasty =
                    CallOptions.defaults().withTimeout(Duration.ofMillis(1500)).withAttempts(1);
            Future<RequestState> leader = client.async().read(ref(request), hasty);
            epm.requests().await(1, TOKENS);
            CallOptions patient = CallOptions.defaults().withAttempts(1);

            assertThat(client.read(ref(request), patient).isReadable()).isTrue();

            assertThatThrownBy(leader::get).hasCauseInstanceOf(TransportException.class);
            assertThat(epm.requests().count(TOKENS)).isEqualTo(2);
        } finally {
            never.countDown();
        }
    }

    @Test
    void a_time_out_of_the_token_endpoint_itself_is_told_to_everybody_who_waited() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        epm.faults().always(TOKENS, Fault.holdWork(never));
        try (OkHttpTransport impatient = TestEpm.impatient(Duration.ofMillis(1500));
                EpmClient client = client(epm).transport(impatient).build()) {
            CallOptions once = CallOptions.defaults().withAttempts(1);
            Future<RequestState> leader = client.async().read(JitRequestRef.admin("x"), once);
            epm.requests().await(1, TOKENS);

            assertThatThrownBy(() -> client.read(JitRequestRef.admin("x"), once))
                    .isInstanceOf(TransportException.class);

            assertThatThrownBy(leader::get).hasCauseInstanceOf(TransportException.class);
            assertThat(epm.requests().count(TOKENS)).isEqualTo(1);
        } finally {
            never.countDown();
        }
    }

    private static <T> List<Future<T>> atOnce(int number, java.util.concurrent.Callable<T> task) {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<T>> results = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            results.add(threads.submit(() -> {
                go.await();
                return task.call();
            }));
        }
        go.countDown();
        threads.shutdown();
        return results;
    }
}
