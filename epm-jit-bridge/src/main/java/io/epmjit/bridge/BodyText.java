package io.epmjit.bridge;

import io.epmjit.ledger.Body;

/** A body as an operator may look at it: all of it shows, and nothing in it does anything. */
final class BodyText {

    static final int LONGEST = 8_000;

    private BodyText() {}

    static String of(Body body) {
        String whole = body.text();
        StringBuilder shown = new StringBuilder();
        whole.codePoints().limit(LONGEST).forEach(character -> append(shown, character));
        return whole.codePointCount(0, whole.length()) > LONGEST
                ? shown.append(" …").toString()
                : shown.toString();
    }

    private static void append(StringBuilder shown, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL ->
                shown.append(
                        character == '\n' || character == '\t' ? Character.toString(character) : escaped(character));
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> shown.append(escaped(character));
            default -> shown.appendCodePoint(character);
        }
    }

    private static String escaped(int character) {
        return "\\u%04x".formatted(character);
    }
}
