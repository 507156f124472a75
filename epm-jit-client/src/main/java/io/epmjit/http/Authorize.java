package io.epmjit.http;

import io.epmjit.model.EpmJitException;
import io.epmjit.webhook.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts the credential on the call; when it is refused and there is a fresh one, sends the call once more. */
final class Authorize implements Step {

    private final Step next;
    private final String api;
    private final Authorizer authorizer;

    Authorize(Step next, String api, Authorizer authorizer) {
        this.next = next;
        this.api = api;
        this.authorizer = authorizer;
    }

    @Override
    public ApiResponse send(OngoingCall call) {
        Optional<Secret> credential = ask(() -> authorizer.authorization(call.deadline()));
        try {
            return sendWith(credential, call);
        } catch (ResponseException.Unauthorized refused) {
            // A 401 is given before the work, so a second request is no repetition even where repeating is not safe.
            if (credential.isEmpty() || !ask(() -> authorizer.refused(credential.get()))) {
                throw refused;
            }
            return sendWith(ask(() -> authorizer.authorization(call.deadline())), call);
        }
    }

    /** Behind an authorizer stand vaults and files of others, whose exceptions say nothing of the call and may tell secrets. */
    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (EpmJitException ofOurs) {
            throw ofOurs;
        } catch (RuntimeException foreign) {
            throw AccessTokenException.noCredential(api + ": the credential could not be had ("
                    + foreign.getClass().getSimpleName() + "): check the vault or file that it is read from");
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
