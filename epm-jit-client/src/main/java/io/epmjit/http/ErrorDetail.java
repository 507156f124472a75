package io.epmjit.http;

import java.util.Optional;

/**
 * Reads from an error answer, in the product's own form, the sentence that tells a person what was wrong. The pipeline
 * then shortens it, and takes out control characters and whatever looks like a credential.
 *
 * <p>An implementation picks what is safe to show, such as the name of a field and the kind of its fault. It gets a body
 * of at most 64 KiB that anybody may have written; what it throws is taken for "no detail".
 */
@FunctionalInterface
public interface ErrorDetail {

    Optional<String> read(ApiResponse answer);

    /** Reads nothing. */
    static ErrorDetail none() {
        return answer -> Optional.empty();
    }
}
