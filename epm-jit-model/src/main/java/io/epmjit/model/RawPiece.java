package io.epmjit.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a template between two of its values: from the quote that ends the one to the quote that begins the other.
 * White space may stand between its tokens, and keys may be in any case.
 *
 * @param tokens what must follow each other
 * @param pointer the field that the piece leads to, or the last one
 */
record RawPiece(List<Token> tokens, String pointer) {

    private static final Token QUOTE = new Token("\"", false);

    /** A token of JSON as a template writes it, one char for each byte; ASCII letters of keys may be in any case. */
    record Token(String text, boolean anyCase) {

        int matchFrom(byte[] bytes, int at) {
            if (at + text.length() > bytes.length) {
                return -1;
            }
            for (int i = 0; i < text.length(); i++) {
                byte wanted = (byte) text.charAt(i);
                byte found = bytes[at + i];
                if (wanted != found && !(anyCase && folded(wanted) == folded(found))) {
                    return -1;
                }
            }
            return at + text.length();
        }

        boolean isQuoted() {
            return text.length() > 1;
        }
    }

    /** All pieces of a template, from its beginning to its end: one more than it has placeholders. */
    static List<RawPiece> between(List<TemplateStep> steps) {
        List<RawPiece> pieces = new ArrayList<>();
        List<Token> tokens = new ArrayList<>(List.of(punctuation("{")));
        String pointer = "";
        boolean firstOfObject = true;
        for (TemplateStep step : steps) {
            if (step.kind() == TemplateStep.Kind.CLOSE) {
                tokens.add(punctuation("}"));
                firstOfObject = false;
                continue;
            }
            if (!firstOfObject) {
                tokens.add(punctuation(","));
            }
            tokens.add(quoted(step.key(), true));
            tokens.add(punctuation(":"));
            firstOfObject = step.kind() == TemplateStep.Kind.OPEN;
            if (firstOfObject) {
                tokens.add(punctuation("{"));
            } else if (step.literal() != null) {
                tokens.add(quoted(step.literal(), step.isEventType()));
            } else {
                tokens.add(QUOTE);
                pointer = step.pointer();
                pieces.add(new RawPiece(List.copyOf(tokens), pointer));
                tokens = new ArrayList<>(List.of(QUOTE));
            }
        }
        tokens.add(punctuation("}"));
        pieces.add(new RawPiece(List.copyOf(tokens), pointer));
        return pieces;
    }

    private static Token punctuation(String text) {
        return new Token(text, false);
    }

    /** A string as it stands in the bytes: one char for each byte of its UTF-8. */
    private static Token quoted(String text, boolean anyCase) {
        byte[] utf8 = ('"' + Json.escaped(text) + '"').getBytes(StandardCharsets.UTF_8);
        return new Token(new String(utf8, StandardCharsets.ISO_8859_1), anyCase);
    }

    /** Where the piece ends if it begins at this offset, or -1. */
    int matchFrom(byte[] bytes, int at) {
        int end = at;
        for (int i = 0; i < tokens.size() && end >= 0; i++) {
            end = tokens.get(i).matchFrom(bytes, i == 0 ? end : skipWhiteSpace(bytes, end));
        }
        return end;
    }

    /** The first byte of the first key in the piece, in lower case. */
    byte firstOfKey() {
        Token key = tokens.stream().filter(Token::isQuoted).findFirst().orElseThrow();
        return folded((byte) key.text().charAt(1));
    }

    /** The same of the key that follows a value which ends with the quote at this offset; 0 if none does. */
    static byte firstOfKey(byte[] bytes, int quote) {
        int i = quote + 1;
        while (i < bytes.length && (bytes[i] == ',' || bytes[i] == '}' || Body.isWhiteSpace(bytes[i]))) {
            i++;
        }
        return i + 1 < bytes.length && bytes[i] == '"' ? folded(bytes[i + 1]) : 0;
    }

    private static byte folded(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 'a' - 'A') : b;
    }

    static int skipWhiteSpace(byte[] bytes, int at) {
        int i = at;
        while (i < bytes.length && Body.isWhiteSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Pieces are the same if their tokens are, wherever they lead. */
    boolean sameTextAs(RawPiece other) {
        return tokens.equals(other.tokens);
    }
}
