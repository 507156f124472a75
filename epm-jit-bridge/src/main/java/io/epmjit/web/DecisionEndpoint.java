package io.epmjit.web;

import io.epmjit.bridge.JitBridge;
import io.epmjit.bridge.TenantRequest;
import io.epmjit.connector.ConnectorId;
import io.epmjit.decision.Approver;
import io.epmjit.decision.CallId;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.endpoint.BodyTooLargeException;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.LedgerException;
import io.epmjit.webhook.Secret;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes decisions from programs: from a workflow in the tracker, or anything else that holds a key. Mounted where its path
 * ends in {@code /decisions/{connector}}; a {@code POST} of JSON, signed as Standard Webhooks describes.
 *
 * <pre>{@code
 * Endpoint decisions = DecisionEndpoint.of(bridge)
 *         .key(ConnectorId.of("jira"), Secret.of("whsec_…"))
 *         .build();
 * }</pre>
 *
 * <p>A key belongs to one connector and reaches only tickets on its record; the ticket is read again, and must carry its
 * request's stamp. Whoever holds the key says who the approver is, and nobody confirms it: the policy has to
 * {@linkplain io.epmjit.decision.DecisionPolicy.Builder#permitAssertedApprovers() permit} that. A signed call that comes
 * again gets its first answer, and does nothing.
 *
 * <p>Answers: 200 accepted, 202 noted as the first of two approvals, 400 not understood, 401 not authentic, 403 this person
 * may not, 404 no such ticket, 405, 409 the request cannot be decided (any more), 413, 415, 422 something is missing or out
 * of range, 503 not now. Each has a JSON body with {@code outcome}, {@code message} and, if refused, {@code rule}.
 *
 * <p>Safe for use by several threads.
 */
public final class DecisionEndpoint implements Endpoint {

    private static final Logger log = LoggerFactory.getLogger(DecisionEndpoint.class);
    private static final int LONGEST_BODY = 64 << 10;

    private final JitBridge bridge;
    private final Map<String, Caller> callers;
    private final boolean proxyEndsTls;

    private DecisionEndpoint(Builder builder) {
        this.bridge = builder.bridge;
        this.callers = Map.copyOf(builder.callers);
        this.proxyEndsTls = builder.proxyEndsTls;
    }

    /** Begins an endpoint of this bridge. */
    public static Builder of(JitBridge bridge) {
        return new Builder(bridge);
    }

    /** Whose calls come in at one connector's path, and how they prove it. */
    private record Caller(ConnectorId connector, List<SigningKey> keys, List<SecretHeader> headers) {

        static Caller of(ConnectorId connector) {
            return new Caller(connector, new ArrayList<>(), new ArrayList<>());
        }
    }

    private record SecretHeader(String name, Secret value) {

        boolean isShownBy(EndpointRequest request) {
            List<String> values = request.headers(name);
            return values.size() == 1 && value.matches(values.get(0));
        }
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        List<String> path = request.segmentsAfter("decisions").orElse(List.of());
        Caller caller = path.size() == 1 ? callers.get(path.get(0)) : null;
        if (caller == null) {
            return DecisionAnswer.error(404, "there is no way in for decisions here");
        }
        if (!request.method().equals("POST")) {
            return DecisionAnswer.error(405, "decisions come by POST").withHeader("Allow", "POST");
        }
        try {
            return take(request, caller, request.body(LONGEST_BODY));
        } catch (BodyTooLargeException e) {
            return DecisionAnswer.error(413, "the body is longer than " + LONGEST_BODY + " bytes");
        } catch (UncheckedIOException e) {
            return DecisionAnswer.error(400, "the body could not be read to its end");
        } catch (LedgerException e) {
            log.error("A decision that came by {} could not be written down", caller.connector(), e);
            return DecisionAnswer.error(503, "not now; please come back later").withHeader("Retry-After", "60");
        }
    }

    private EndpointResponse take(EndpointRequest request, Caller caller, byte[] body) {
        Optional<String> id = CallSignature.verifiedId(
                request, body, caller.keys(), bridge.clock().instant());
        boolean isSigned = CallSignature.isClaimed(request);
        if (isSigned ? id.isEmpty() : !showsSecret(request, caller)) {
            log.warn("A decision for {} is refused: it is not authentic", caller.connector());
            return DecisionAnswer.error(
                    401, "not authentic: sign the call with the connector's key, and see that your clock is right");
        }
        if (!ContentType.isOf(request, ContentType.JSON)) {
            return DecisionAnswer.error(415, "the body must be application/json");
        }
        try {
            return decide(caller, id, body, DecisionCall.parse(body));
        } catch (DecisionCall.Unreadable e) {
            return DecisionAnswer.error(400, String.valueOf(e.getMessage()));
        }
    }

    private boolean showsSecret(EndpointRequest request, Caller caller) {
        if (!request.secure() && !proxyEndsTls) {
            return false;
        }
        boolean shown = false;
        for (SecretHeader header : caller.headers()) {
            shown |= header.isShownBy(request);
        }
        return shown;
    }

    private EndpointResponse decide(Caller caller, Optional<String> callId, byte[] body, DecisionCall call) {
        Optional<TenantRequest> about = bridge.requestOf(caller.connector(), call.ticket());
        if (about.isEmpty()) {
            return DecisionAnswer.error(404, "this ticket is not on record here");
        }
        DecisionProposal proposal = call.duration()
                .map(duration -> DecisionProposal.approve(about.get().request(), duration))
                .orElseGet(() -> DecisionProposal.deny(about.get().request()))
                .tenant(about.get().tenant())
                .by(Approver.asserted(call.approver()))
                .reason(call.reason())
                .wayIn(callId.isPresent() ? "signed-call" : "secret-header")
                .cameThrough(caller.connector())
                .build();
        DecisionVerdict verdict = callId.isPresent()
                ? bridge.decisions()
                        .submitOnce(
                                new CallId("decisions/" + caller.connector().value(), callId.get(), fingerprint(body)),
                                proposal)
                : bridge.decisions().submit(proposal);
        return DecisionAnswer.of(verdict);
    }

    private static String fingerprint(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Collects an endpoint; not for use by several threads. */
    public static final class Builder {

        private final JitBridge bridge;
        private final Map<String, Caller> callers = new HashMap<>();
        private boolean proxyEndsTls;

        private Builder(JitBridge bridge) {
            this.bridge = Objects.requireNonNull(bridge, "bridge");
        }

        /**
         * Calls for this connector's tickets may be signed with this key; several keys, while one is being changed.
         *
         * @param key {@code whsec_} and base64 of 24 to 64 bytes, as Standard Webhooks writes keys
         * @throws IllegalArgumentException if the key is none
         */
        public Builder key(ConnectorId connector, Secret key) {
            caller(connector).keys().add(SigningKey.of(key));
            return this;
        }

        /**
         * Calls for this connector's tickets may show this header instead of a signature, over TLS only: for automation
         * that cannot sign. Whoever reads such a call once can make others; prefer {@link #key}.
         */
        public Builder secretHeader(ConnectorId connector, String header, Secret value) {
            if (header.isBlank()) {
                throw new IllegalArgumentException("which header has the secret? Such as X-Jit-Secret");
            }
            caller(connector).headers().add(new SecretHeader(header, value));
            return this;
        }

        /** A proxy in front of this ends TLS, and nobody else reaches it. */
        public Builder proxyEndsTls() {
            this.proxyEndsTls = true;
            return this;
        }

        private Caller caller(ConnectorId connector) {
            return callers.computeIfAbsent(connector.value(), unused -> Caller.of(connector));
        }

        /** @throws IllegalStateException if there is no key at all */
        public DecisionEndpoint build() {
            if (callers.isEmpty()) {
                throw new IllegalStateException("the endpoint needs a key: key(ConnectorId.of(\"jira\"), secret)");
            }
            return new DecisionEndpoint(this);
        }
    }
}
