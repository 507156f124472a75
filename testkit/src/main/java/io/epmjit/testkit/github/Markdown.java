package io.epmjit.testkit.github;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What GitHub's Markdown makes of a text, as far as it matters to whoever has to keep text from being read as markup:
 * code, fenced or indented by four blanks, is shown as it is; anywhere else HTML and the signs of markup vanish, and a mention notifies.
 *
 * @param text what people read
 * @param mentions who is notified
 */
record Markdown(String text, List<String> mentions) {

    /** Up to three blanks may stand before a fence; what follows a fence of backticks has none itself. */
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}(?=[^`]*$)|~{3,}).*");

    private static final String INDENT = " ".repeat(4);

    private static final Pattern HTML = Pattern.compile("(?s)<!--.*?-->|</?[a-zA-Z][^>]*>");
    private static final Pattern IMAGE_OR_LINK = Pattern.compile("!?\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern SIGNS =
            Pattern.compile("[*`]|~~|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?m)^ {0,3}(#{1,6} |> ?)");
    private static final Pattern MENTION = Pattern.compile("(?<![A-Za-z0-9_`/])@([A-Za-z0-9][A-Za-z0-9-]{0,38})");

    static Markdown of(String source) {
        StringBuilder text = new StringBuilder();
        List<String> mentions = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        String fence = "";
        boolean mayBeIndented = true;
        for (String line : source.split("\\r\\n|\\r|\\n", -1)) {
            Matcher opening = FENCE.matcher(line);
            if (fence.isEmpty() && opening.matches()) {
                flush(prose, text, mentions);
                fence = opening.group(1);
            } else if (!fence.isEmpty() && closes(line, fence)) {
                fence = "";
            } else if (!fence.isEmpty()) {
                text.append(line).append('\n');
            } else if (mayBeIndented && line.startsWith(INDENT) && !line.isBlank()) {
                flush(prose, text, mentions);
                text.append(line.substring(INDENT.length())).append('\n');
            } else {
                prose.append(line).append('\n');
                mayBeIndented = line.isBlank();
            }
        }
        flush(prose, text, mentions);
        return new Markdown(text.toString().strip(), List.copyOf(mentions));
    }

    /** A fence is closed by at least as many of the same sign, with nothing else in the line. */
    private static boolean closes(String line, String fence) {
        String stripped = line.strip();
        return line.indexOf(stripped) <= 3
                && stripped.length() >= fence.length()
                && stripped.chars().allMatch(sign -> sign == fence.charAt(0));
    }

    private static void flush(StringBuilder prose, StringBuilder text, List<String> mentions) {
        String visible = HTML.matcher(prose).replaceAll("");
        MENTION.matcher(visible).results().forEach(mention -> mentions.add(mention.group(1)));
        String linked = IMAGE_OR_LINK.matcher(visible).replaceAll("$1");
        text.append(SIGNS.matcher(linked).replaceAll("").replace("&lt;", "<").replace("&amp;", "&"));
        prose.setLength(0);
    }
}
