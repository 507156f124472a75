package io.epmjit.bridge;

import java.time.InstantSource;

/**
 * What follows from what: the whole course of a request, as effects to plan. Every method of its parts runs inside the
 * transaction that records its cause, so that cause and consequence are on disk together.
 *
 * @param requests requests come in
 * @param identities two names turn out to be one request's
 * @param tickets tickets are gone, replaced, duplicated
 * @param decisions decisions made here go to EPM
 * @param sightings EPM is seen to say something
 */
record EpmFlow(
        RequestFlow requests,
        IdentityFlow identities,
        TicketFlow tickets,
        SubmittedDecisions decisions,
        SightingFlow sightings) {

    static EpmFlow of(
            Trackers trackers, boolean hasRules, FollowUpSettings followUp, Announcer announcer, InstantSource clock) {
        SightingFlow sightings = new SightingFlow(trackers, followUp, announcer, clock);
        TicketFlow tickets = new TicketFlow(trackers, announcer, clock);
        return new EpmFlow(
                new RequestFlow(trackers, sightings, hasRules, announcer, clock),
                new IdentityFlow(trackers, tickets, announcer, clock),
                tickets,
                new SubmittedDecisions(trackers, sightings, announcer, clock),
                sightings);
    }
}
