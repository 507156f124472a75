package io.epmjit.web.internal;

/**
 * What stands around every page.
 *
 * @param says what the pages say, in the page's language
 * @param title what the browser shows of it
 * @param styleSheet where its style sheet is, from here
 * @param viewer who is signed in; empty if nobody is
 */
public record PageFrame(Messages says, String title, String styleSheet, String viewer) {}
