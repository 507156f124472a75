package io.epmjit.client;

import io.epmjit.http.OkHttpTransport;
import io.epmjit.http.RateLimiter;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.EpmRequestKind;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.webhook.Secret;
import java.time.Duration;

/** What the tests of this package share: a client for a fake EPM, and decisions to send. */
final class TestEpm {

    static final Decision APPROVAL = Decision.approve(AccessDuration.minutes(30))
            .by("a.lee")
            .reason("change CHG0042")
            .build();

    static final Decision DENIAL =
            Decision.deny().by("a.lee").reason("not this week").build();

    private TestEpm() {}

    /** With short waits, so that repetitions cost no time. */
    static EpmClient.Builder client(FakeEpm epm) {
        return EpmClient.builder()
                .host(epm.url().toString())
                .credentials(epm.clientId(), () -> Secret.of(epm.clientSecret()))
                .rateLimiter(RateLimiter.none())
                .backoff(Duration.ofMillis(1), Duration.ofMillis(20));
    }

    static OkHttpTransport impatient(Duration patience) {
        return OkHttpTransport.builder()
                .readTimeout(patience)
                .callTimeout(patience)
                .build();
    }

    static JitRequestRef ref(EpmRequest request) {
        RequestKind kind = request.kind() == EpmRequestKind.ADMIN ? RequestKind.ADMIN : RequestKind.APPLICATION;
        return JitRequestRef.of(kind, request.requestId()).withTicketNumber(request.ticketNumber());
    }
}
