package io.epmjit.connector;

import java.util.regex.Pattern;

/**
 * Makes text that a user or a file may have chosen fit to be shown: it stays text, and what cannot be seen shows. What a
 * tracker takes for markup is another matter, which only its connector knows. Stateless.
 */
public final class HostileText {

    private static final int REPLACEMENT = '\uFFFD';

    /** Letters that are blank, and what is no letter at all. */
    private static final String BLANK_LETTERS = "\u115F\u1160\u3164\uFFA0\uFFFE\uFFFF";

    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n?|[\\u0085\\u2028\\u2029]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private HostileText() {}

    /** The same text, with {@code \n} as the only line end and U+FFFD for what is not to be seen. */
    public static String lines(String text) {
        if (text.chars().allMatch(HostileText::isPlain)) {
            return text;
        }
        String withTabsAsBlanks = LINE_ENDS.matcher(text).replaceAll("\n").replace('\t', ' ');
        return withTabsAsBlanks
                .codePoints()
                .map(point -> isUnseen(point) ? REPLACEMENT : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Most text is: a shortcut, since a description is made of hundreds of texts. */
    private static boolean isPlain(int letter) {
        return (letter >= ' ' && letter <= '~') || letter == '\n';
    }

    /**
     * Controls, halves of characters, format characters (what turns the direction of writing, as in {@code gpj.exe}, what
     * has no width, and tags), and letters that are blank.
     */
    private static boolean isUnseen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point != '\n';
            case Character.SURROGATE, Character.FORMAT -> true;
            default -> BLANK_LETTERS.indexOf(point) >= 0;
        };
    }

    /** The same in one line. */
    public static String oneLine(String text) {
        return BLANKS.matcher(lines(text)).replaceAll(" ").strip();
    }

    /** The first characters of a text, never half of one. */
    public static String first(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** The first characters of a text, never half of one, and after them how much was cut; the whole text if it fits. */
    public static String cut(int most, String text) {
        return text.length() <= most
                ? text
                : first(most, text) + "… (cut: the first " + most + " of " + text.length() + " characters)";
    }
}
