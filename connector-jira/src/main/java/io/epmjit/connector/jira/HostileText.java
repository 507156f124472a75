package io.epmjit.connector.jira;

import java.util.regex.Pattern;

/** Makes text that a user or a file may have chosen fit to be shown: it stays text, and what cannot be seen shows. */
final class HostileText {

    private static final String REPLACEMENT = "\uFFFD";

    /**
     * Controls, halves of characters, format characters (what turns the direction of writing, as in {@code gpj.exe}, what
     * has no width, and tags), and letters that are blank.
     */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}&&[^\\n]]|[\\uD800-\\uDFFF]|\\p{Cf}|[\\u115F\\u1160\\u3164\\uFFA0\\uFFFE\\uFFFF]");

    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n?|[\\u0085\\u2028\\u2029]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private HostileText() {}

    /** The same text, with {@code \n} as the only line end and U+FFFD for what is not to be seen. */
    static String lines(String text) {
        String withTabsAsBlanks = LINE_ENDS.matcher(text).replaceAll("\n").replace('\t', ' ');
        return UNSEEN.matcher(withTabsAsBlanks).replaceAll(REPLACEMENT);
    }

    /** The same in one line. */
    static String oneLine(String text) {
        return BLANKS.matcher(lines(text)).replaceAll(" ").strip();
    }

    /** The first characters of a text, never half of one. */
    static String first(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
