package io.epmjit.webhook;

import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitWebhookParseException;

/** What became of a request at a {@link WebhookSource}: an event, a body to be looked at by somebody, or a refusal. */
public sealed interface WebhookArrival {

    /** The request is authentic and says something that its source may say. Immutable. */
    final class Accepted implements WebhookArrival {

        private final JitEvent event;
        private final byte[] body;

        Accepted(JitEvent event, byte[] body) {
            this.event = event;
            this.body = body;
        }

        public JitEvent event() {
            return event;
        }

        /** The body as it came. */
        public byte[] body() {
            return body.clone();
        }

        @Override
        public String toString() {
            return "Accepted[" + event + "]";
        }
    }

    /**
     * The request is authentic, but its body is not what its source should say. Keep the body: once the set-up is put
     * right, {@link WebhookSource#parse(byte[])} may read it. EPM is answered as if all were well, since sending it again
     * would change nothing. Immutable.
     */
    final class Quarantined implements WebhookArrival {

        private final JitWebhookParseException why;
        private final byte[] body;

        Quarantined(JitWebhookParseException why, byte[] body) {
            this.why = why;
            this.body = body;
        }

        public JitWebhookParseException why() {
            return why;
        }

        /** The body as it came. */
        public byte[] body() {
            return body.clone();
        }

        @Override
        public String toString() {
            return "Quarantined[" + why.getMessage() + "]";
        }
    }

    /** Why a request was refused, and the HTTP status that says so. */
    enum Cause {
        /** Not a POST. */
        METHOD(405, "only POST is answered here"),
        /** Plain HTTP from elsewhere, and nobody said that a proxy ends TLS. */
        NOT_TLS(403, "not allowed"),
        /** The address is none of the allowed sources. */
        SOURCE_ADDRESS(403, "not allowed"),
        /** No credential, or a wrong one. */
        CREDENTIAL(401, "the credential is missing or wrong"),
        /** The secret to compare with could not be had. */
        CREDENTIAL_UNAVAILABLE(503, "try again later"),
        /** Authentic, but the URL names an event that this source does not have. */
        PATH(404, "there is nothing here"),
        /** Authentic, but the body is longer than allowed. */
        BODY_TOO_LARGE(413, "the body is too large"),
        /** Authentic, but the body broke off. */
        BODY_UNREADABLE(400, "the body could not be read to its end");

        private final int status;
        private final String sentence;

        Cause(int status, String sentence) {
            this.status = status;
            this.sentence = sentence;
        }

        public int status() {
            return status;
        }
    }

    /**
     * The request is refused. Nothing of its body was read unless the caller is authentic. Immutable.
     *
     * @param cause why, for logs and counters; not for the caller
     * @param response what to answer: it tells a caller who is not authenticated nothing
     */
    record Refused(Cause cause, EndpointResponse response) implements WebhookArrival {

        static Refused because(Cause cause) {
            return new Refused(cause, EndpointResponse.text(cause.status, cause.sentence + "\n"));
        }

        Refused withHeader(String name, String value) {
            return new Refused(cause, response.withHeader(name, value));
        }

        /** The HTTP status that belongs to the cause. */
        public int status() {
            return cause.status;
        }

        /** One sentence for the caller. */
        public String sentence() {
            return cause.sentence;
        }
    }
}
