package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;

/** Checks what people write: whether it is a document, a good one, and not too long. */
final class Documents {

    static final String NOT_A_DOCUMENT =
            "Operation value must be an Atlassian Document (see the Atlassian Document Format)";
    static final String INVALID = "INVALID_INPUT";
    static final String TOO_LONG = "CONTENT_LIMIT_EXCEEDED";

    private static final int MOST_CHARACTERS = 32_767;

    private ContentLimit limit = ContentLimit.TEXT;

    void limit(ContentLimit which) {
        this.limit = which;
    }

    boolean isTooLong(JsonNode document) {
        return switch (limit) {
            case TEXT -> isTooLong(Adf.text(document));
            case DOCUMENT -> isTooLong(document.toString());
        };
    }

    static boolean isTooLong(String text) {
        return text.length() > MOST_CHARACTERS;
    }
}
