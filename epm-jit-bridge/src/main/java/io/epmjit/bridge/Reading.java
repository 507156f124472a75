package io.epmjit.bridge;

import io.epmjit.client.RequestState;
import io.epmjit.ledger.Sighting;
import java.time.Instant;

/**
 * What EPM answered when it was asked about a request.
 *
 * @param state the answer
 * @param askedAt when the question went out: whatever changed later is not in it
 */
record Reading(RequestState state, Instant askedAt) {

    /** EPM does not let this account read the request, by any of its names. */
    boolean isImpossible() {
        return !state.isReadable();
    }

    /** EPM answers, but not what state the request is in, as far as we understand it. */
    boolean saysNothing() {
        return state.isReadable() && state.status().equals(RequestState.UNKNOWN);
    }

    boolean isPending() {
        return state.isReadable() && state.status().isPending();
    }

    Sighting sighting() {
        return Sighting.builder()
                .status(state.status())
                .isVerified(true)
                .seenAt(askedAt)
                .decidedBy(state.performer())
                .duration(state.durationText())
                .decidedAt(state.decisionTimeText())
                .startsAt(state.startTimeText())
                .endsAt(state.endTimeText())
                .build();
    }
}
