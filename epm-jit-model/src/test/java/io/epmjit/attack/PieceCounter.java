package io.epmjit.attack;

import io.epmjit.model.WebhookTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts, by means of its own, how often the text between two values of a template stands in a body, at every start,
 * overlaps included, with free white space between the tokens and keys in any case.
 */
final class PieceCounter {

    private static final Map<String, PieceCounter> BY_TEMPLATE = new ConcurrentHashMap<>();
    private static final Pattern VALUE = Pattern.compile("\"%%\\w+%%\"");
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|[{}:,]");

    private final List<Piece> pieces = new ArrayList<>();

    /** A piece in two forms: one to look for quickly, without any white space, and one to be sure. */
    private record Piece(String squeezed, int squeezedCount, Pattern exact, int exactCount) {}

    private PieceCounter(WebhookTemplate template) {
        String text = template.text();
        List<String> sources = new ArrayList<>();
        Matcher values = VALUE.matcher(text);
        int from = -1;
        while (values.find()) {
            if (from >= 0) {
                sources.add("\"" + text.substring(from, values.start()) + "\"");
            }
            from = values.end();
        }
        for (String source : sources.stream().distinct().toList()) {
            String squeezed = squeezed(source);
            Pattern exact = Pattern.compile(pattern(source), Pattern.CASE_INSENSITIVE);
            pieces.add(new Piece(squeezed, count(squeezed, squeezed(text)), exact, count(exact, text)));
        }
    }

    static PieceCounter of(WebhookTemplate template) {
        return BY_TEMPLATE.computeIfAbsent(template.name(), name -> new PieceCounter(template));
    }

    private static String pattern(String between) {
        StringBuilder source = new StringBuilder("\"");
        Matcher tokens = TOKEN.matcher(between.substring(1, between.length() - 1));
        while (tokens.find()) {
            source.append("[ \\t\\r\\n]*+").append(Pattern.quote(tokens.group()));
        }
        return source.append("[ \\t\\r\\n]*+\"").toString();
    }

    boolean hasTooMany(String body) {
        String squeezedBody = squeezed(body);
        return pieces.stream()
                .filter(piece -> count(piece.squeezed(), squeezedBody) > piece.squeezedCount())
                .anyMatch(piece -> count(piece.exact(), body) > piece.exactCount());
    }

    private static String squeezed(String text) {
        StringBuilder squeezed = new StringBuilder(text.length());
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                squeezed.append(c);
            }
        }
        return squeezed.toString();
    }

    private static int count(String piece, String body) {
        int count = 0;
        for (int at = body.indexOf(piece); at >= 0; at = body.indexOf(piece, at + 1)) {
            count++;
        }
        return count;
    }

    private static int count(Pattern piece, String body) {
        Matcher matcher = piece.matcher(body);
        int count = 0;
        for (int from = 0; from < body.length() && matcher.find(from); from = matcher.start() + 1) {
            count++;
        }
        return count;
    }
}
