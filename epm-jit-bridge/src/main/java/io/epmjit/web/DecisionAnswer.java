package io.epmjit.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.Refusal;
import io.epmjit.endpoint.EndpointResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** How a verdict is told to a program: as an HTTP status, and as JSON with a sentence for its user. */
final class DecisionAnswer {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String RETRY_AFTER_SECONDS = "60";

    private DecisionAnswer() {}

    static EndpointResponse of(DecisionVerdict verdict) {
        if (verdict.isAccepted()) {
            return answer(200, "accepted", "", verdict.message());
        }
        if (verdict.isAwaitingSecond()) {
            return answer(202, "awaiting-second-approver", "", verdict.message());
        }
        Refusal refusal = verdict.refusal().orElseThrow();
        EndpointResponse response = answer(status(refusal), "refused", refusal.name(), verdict.message());
        return response.status() == 503 ? response.withHeader("Retry-After", RETRY_AFTER_SECONDS) : response;
    }

    /** What is wrong with a call that never came to a verdict. */
    static EndpointResponse error(int status, String message) {
        return answer(status, "error", "", message);
    }

    /** The HTTP status that says best why a proposal was refused. */
    static int status(Refusal refusal) {
        return switch (refusal) {
            case UNKNOWN_REQUEST -> 404;
            case APPROVER_MISSING, REASON_MISSING, TOO_LONG, DURATION_OUT_OF_RANGE, ONCE_NOT_AVAILABLE -> 422;
            case AMBIGUOUS_REQUEST,
                    BEING_SENT,
                    FINAL,
                    ENDED_AT_EPM,
                    EARLIER_APPROVAL_UNCONFIRMED,
                    NOT_VERIFIED,
                    TOO_OLD,
                    INACTIVE,
                    REQUEST_ID_UNKNOWN,
                    NOT_UNCONFIRMED,
                    DENIED_SINCE,
                    CALL_ID_REUSED -> 409;
            case TICKET_UNREADABLE -> 503;
            case TICKET_STRANGE,
                    ASSERTED_ONLY,
                    NOT_ALLOWED,
                    APPROVER_UNKNOWN,
                    REQUESTER_UNKNOWN,
                    SELF_APPROVAL,
                    SAME_APPROVER -> 403;
        };
    }

    private static EndpointResponse answer(int status, String outcome, String rule, String message) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("outcome", outcome);
            if (!rule.isEmpty()) {
                json.writeStringField("rule", rule);
            }
            json.writeStringField("message", message);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return EndpointResponse.json(status, text.toString()).withHeader("Cache-Control", "no-store");
    }
}
