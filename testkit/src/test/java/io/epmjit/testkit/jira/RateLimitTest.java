package io.epmjit.testkit.jira;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.jira.JiraHttp.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T08:00:00Z"));
    private final FakeJira jira = FakeJira.builder().clock(clock).start();
    private final JiraHttp client = new JiraHttp(jira, jira.account());

    @AfterEach
    void close() {
        jira.close();
    }

    @Test
    void anEndpointIsLimitedByTheSecond() throws Exception {
        jira.rateLimits().enforce();
        for (int i = 0; i < 100; i++) {
            assertThat(client.get("/rest/api/3/myself").status()).isEqualTo(200);
        }

        Answer refused = client.get("/rest/api/3/myself");
        Answer elsewhere = client.get("/rest/api/3/field");
        clock.advance(Duration.ofSeconds(1));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.header("RateLimit-Reason")).isEqualTo("jira-burst-based");
        assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("100");
        assertThat(refused.header("X-RateLimit-Reset")).isEqualTo("2026-11-22T08:00:01Z");
        assertThat(elsewhere.status()).isEqualTo(200);
        assertThat(client.get("/rest/api/3/myself").status()).isEqualTo(200);
    }

    @Test
    void anIssueIsChangedTwentyTimesInTwoSeconds() throws Exception {
        String one = client.create("s", "REQ-1");
        String other = client.create("s", "REQ-2");
        jira.rateLimits().enforce();
        for (int i = 0; i < 20; i++) {
            assertThat(note(one).status()).isEqualTo(201);
        }

        Answer refused = note(one);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("RateLimit-Reason")).isEqualTo("jira-per-issue-on-write");
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(note(other).status()).isEqualTo(201);
        assertThat(client.get("/rest/api/3/issue/" + one).status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(2));
        assertThat(note(one).status()).isEqualTo(201);
        jira.rateLimits().lift();
        assertThat(jira.issue(one).orElseThrow().internalNotes()).hasSize(21);
    }

    private Answer note(String key) throws Exception {
        return client.post("/rest/servicedeskapi/request/" + key + "/comment", "{'body': 'x', 'public': false}");
    }

    @Test
    void theNextCallsAreRefusedOnDemand() throws Exception {
        jira.rateLimits().refuseNext(1, JiraRateLimits.Reason.QUOTA_TENANT, Duration.ofSeconds(40));
        Answer quota = client.get("/rest/api/3/myself");
        jira.rateLimits().refuseNextWithoutReason(1);
        Answer gateway = client.get("/rest/api/3/myself");

        assertThat(quota.status()).isEqualTo(429);
        assertThat(quota.header("Retry-After")).isEqualTo("40");
        assertThat(quota.header("RateLimit-Reason")).isEqualTo("jira-quota-tenant-based");
        assertThat(gateway.status()).isEqualTo(429);
        assertThat(gateway.header("Retry-After")).isEmpty();
        assertThat(gateway.header("RateLimit-Reason")).isEmpty();
        assertThat(client.get("/rest/api/3/myself").status()).isEqualTo(200);
    }
}
