package io.epmjit.bridge;

import io.epmjit.client.RequestState;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.AccessDuration;
import java.time.Instant;
import java.util.Optional;

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
                .accessUntil(accessUntil(state))
                .build();
    }

    /** EPM says when an admin's session ends; the end of other access follows from its beginning. */
    private static Optional<Instant> accessUntil(RequestState state) {
        if (!state.status().isApproved()) {
            return Optional.empty();
        }
        Optional<Instant> from = state.startTime().or(state::decisionTime);
        return state.endTime()
                .or(() -> from.flatMap(start ->
                        state.duration().flatMap(AccessDuration::length).map(start::plus)));
    }
}
