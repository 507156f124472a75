package io.epmjit.web.internal;

/**
 * One detail of a request.
 *
 * @param label what the detail is
 * @param value what it says
 */
public record Row(String label, Excerpt value) {}
