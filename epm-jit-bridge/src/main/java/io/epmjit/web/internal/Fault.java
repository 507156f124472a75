package io.epmjit.web.internal;

/**
 * Something that is wrong with a form.
 *
 * @param field the id of the field that it is about
 * @param message what to do about it
 */
public record Fault(String field, String message) {}
