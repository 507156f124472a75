package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.client.RequestState;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks EPM which number a request has, because its webhook did not say, or said one that stands for another request. Only
 * EPM's own answer counts.
 */
final class IdentifyRequest extends EpmCalls {

    private static final Logger log = LoggerFactory.getLogger(IdentifyRequest.class);

    private final IdentityFlow identities;

    IdentifyRequest(EpmClient epm, IdentityFlow identities, Announcer announcer, InstantSource clock) {
        super(epm, announcer, clock);
        this.identities = identities;
    }

    @Override
    public Outcome perform(EffectCall call) {
        Optional<String> number;
        try {
            number = numberAtEpm(call);
        } catch (EpmJitException e) {
            return Outcome.again("EPM could not be asked for the request's number: " + e.getMessage());
        }
        if (number.isEmpty()) {
            call.effect()
                    .payload()
                    .ifPresent(claimed -> log.warn(
                            "{} is said to be number {}, which belongs to another request; EPM does not confirm it, so"
                                    + " both stay as they are",
                            call.origin().key(),
                            claimed));
            return Outcome.done();
        }
        boolean mayBeTaken = call.<Boolean>ledger(session -> identities.mayBeNumbered(
                session, session.origins().get(call.origin().id()), number.get()));
        return mayBeTaken
                ? Outcome.done()
                        .also(session -> identities.numbered(
                                session, session.origins().get(call.origin().id()), number.get()))
                : Outcome.again("the request turns out to be one that is being worked on");
    }

    /** Asked without the number that was claimed, so that the answer is EPM's own. */
    private Optional<String> numberAtEpm(EffectCall call) {
        RequestKind kind = RequestKind.valueOf(call.origin().key().kind());
        String id = call.origin().key().id();
        Optional<String> byId =
                epm().read(JitRequestRef.of(kind, id), once(call)).ticketNumber();
        if (byId.isPresent() || call.effect().payload().isEmpty()) {
            return byId;
        }
        String claimed = call.effect().payload().get();
        RequestState byNumber = epm().readByTicketNumber(kind, claimed, once(call));
        return byNumber.requestId().filter(id::equalsIgnoreCase).map(same -> claimed);
    }

    /** A question that was not answered has changed nothing. */
    @Override
    public Outcome look(EffectCall call) {
        return Outcome.absent();
    }
}
