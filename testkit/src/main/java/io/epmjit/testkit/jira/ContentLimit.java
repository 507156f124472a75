package io.epmjit.testkit.jira;

/**
 * What counts towards the 32,767 characters that a description or a comment may have. Atlassian does not say, so a
 * client that means to be safe works with both.
 */
public enum ContentLimit {
    /** The text without markup. */
    TEXT,
    /** The whole document as JSON. */
    DOCUMENT
}
