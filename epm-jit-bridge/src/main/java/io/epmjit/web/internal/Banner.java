package io.epmjit.web.internal;

/**
 * What somebody should know before everything else on a page.
 *
 * @param style how it is meant: {@code success}, {@code error}, or empty for plain news
 * @param heading in a few words
 * @param text in a sentence or two; may be empty
 */
public record Banner(String style, String heading, String text) {}
