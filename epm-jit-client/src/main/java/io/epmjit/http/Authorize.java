package io.epmjit.http;

import io.epmjit.webhook.Secret;
import java.util.Optional;

/** Puts the credential on the call; when it is refused and there is a fresh one, sends the call once more. */
final class Authorize implements Step {

    private final Step next;
    private final Authorizer authorizer;

    Authorize(Step next, Authorizer authorizer) {
        this.next = next;
        this.authorizer = authorizer;
    }

    @Override
    public ApiResponse send(OngoingCall call) {
        Optional<Secret> credential = authorizer.authorization(call.deadline());
        try {
            return sendWith(credential, call);
        } catch (ResponseException.Unauthorized refused) {
            // A 401 is given before the work, so a second request is no repetition even where repeating is not safe.
            if (credential.isEmpty() || !authorizer.refused(credential.get())) {
                throw refused;
            }
            return sendWith(authorizer.authorization(call.deadline()), call);
        }
    }

    private ApiResponse sendWith(Optional<Secret> credential, OngoingCall call) {
        credential.ifPresent(Authorize::requireSendable);
        call.authorizeWith(credential);
        return next.send(call);
    }

    private static void requireSendable(Secret credential) {
        if (!credential.reveal().chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("the credential has characters that a header cannot carry");
        }
    }
}
