package io.epmjit.web.internal;

/**
 * A ticket of a request.
 *
 * @param key what people call it
 * @param url where it is; empty if nobody knows
 */
public record TicketLine(String key, String url) {}
