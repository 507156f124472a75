package io.epmjit.example.quickstart;

import io.epmjit.bridge.JitBridge;
import io.epmjit.connector.ConnectorId;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.IdentityMapping;
import io.epmjit.web.DecisionEndpoint;
import io.epmjit.webhook.Secret;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/** Decisions from programs, such as a workflow in Jira: taken once there is a key that they sign with. */
final class SignedCalls {

    private static final ConnectorId JIRA = ConnectorId.of("jira");

    private final Optional<Secret> key;

    private SignedCalls(Optional<Secret> key) {
        this.key = key;
    }

    static SignedCalls from(Map<String, String> environment) {
        return new SignedCalls(Optional.ofNullable(environment.get("DECISION_KEY"))
                .filter(value -> !value.isBlank())
                .map(Secret::of));
    }

    /** The holder of the key says who decides, and nobody confirms it: a policy has to permit that. */
    DecisionPolicy policy(IdentityMapping people) {
        DecisionPolicy.Builder policy = DecisionPolicy.builder().identities(people);
        return key.isPresent() ? policy.permitAssertedApprovers().build() : policy.build();
    }

    void mount(WebServer web, JitBridge bridge, PrintStream out) {
        if (key.isEmpty()) {
            return;
        }
        web.mount(
                "/decisions",
                DecisionEndpoint.of(bridge).key(JIRA, key.get()).build());
        out.println("Signed decisions are taken at " + web.url() + "/decisions/" + JIRA);
    }
}
