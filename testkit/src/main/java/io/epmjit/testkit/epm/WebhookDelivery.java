package io.epmjit.testkit.epm;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One attempt to deliver an event, as the console's history shows it. There are no others, unless a
 * {@link DeliveryPolicy} says so: EPM is not known to retry.
 *
 * @param webhook the webhook's name
 * @param event what happened
 * @param requestId to which request
 * @param at when the attempt ended
 * @param body what was sent; empty if it could not be made
 * @param status what the receiver answered
 * @param error why there is no answer
 */
public record WebhookDelivery(
        String webhook,
        EpmEvent event,
        String requestId,
        Instant at,
        String body,
        OptionalInt status,
        Optional<String> error) {

    public boolean succeeded() {
        return status.isPresent() && status.getAsInt() / 100 == 2;
    }

    @Override
    public String toString() {
        return webhook + " " + event + " " + requestId + ": "
                + (status.isPresent() ? Integer.toString(status.getAsInt()) : error.orElse("no answer"));
    }
}
