package io.epmjit.testkit.jira;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a JQL query into its parts, and complains in Jira's words. */
final class JqlLexer {

    enum Kind {
        WORD,
        STRING,
        CUSTOM_FIELD,
        OPERATOR,
        OPEN,
        CLOSE,
        COMMA,
        END
    }

    /** @param at where it begins, counted from one */
    record Token(Kind kind, String text, int at) {

        boolean is(String word) {
            return kind == Kind.WORD && text.equalsIgnoreCase(word);
        }
    }

    private static final String RESERVED = "+.;?|*/%^$#@[]{}:&`";

    private final String query;
    private int position;

    private JqlLexer(String query) {
        this.query = query;
    }

    static List<Token> tokens(String query) {
        JqlLexer lexer = new JqlLexer(query);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        while (position < query.length() && Character.isWhitespace(query.charAt(position))) {
            position++;
        }
        int at = position + 1;
        if (position == query.length()) {
            return new Token(Kind.END, "", at);
        }
        char c = query.charAt(position);
        return switch (c) {
            case '(' -> single(Kind.OPEN);
            case ')' -> single(Kind.CLOSE);
            case ',' -> single(Kind.COMMA);
            case '"', '\'' -> string(c);
            case '=', '~' -> single(Kind.OPERATOR);
            case '!', '<', '>' -> comparison(c);
            default -> word();
        };
    }

    private Token single(Kind kind) {
        position++;
        return new Token(kind, query.substring(position - 1, position), position);
    }

    private Token comparison(char first) {
        int at = position + 1;
        position++;
        if (position < query.length()) {
            char second = query.charAt(position);
            if (second == '=' || (first == '!' && second == '~')) {
                position++;
                return new Token(Kind.OPERATOR, "" + first + second, at);
            }
        }
        if (first == '!') {
            throw reserved('!', at);
        }
        return new Token(Kind.OPERATOR, String.valueOf(first), at);
    }

    private Token string(char quote) {
        int at = position + 1;
        StringBuilder text = new StringBuilder();
        for (position++; position < query.length(); position++) {
            char c = query.charAt(position);
            if (c == quote) {
                position++;
                return new Token(Kind.STRING, text.toString(), at);
            }
            text.append(c == '\\' ? escaped() : c);
        }
        throw error("The quoted string '" + text + "' has not been completed.", at);
    }

    private char escaped() {
        int at = position + 1;
        position++;
        char c = position < query.length() ? query.charAt(position) : 0;
        return switch (c) {
            case '"', '\'', '\\', ' ' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'u' -> unicode(at);
            default -> throw illegalEscape(c, at);
        };
    }

    private char unicode(int at) {
        int end = Math.min(query.length(), position + 5);
        String hex = query.substring(position + 1, end);
        if (!hex.matches("[0-9a-fA-F]{4}")) {
            throw illegalEscape('u', at);
        }
        position += 4;
        return (char) Integer.parseInt(hex, 16);
    }

    private static JiraRefusal illegalEscape(char c, int at) {
        return error(
                "'\\" + c + "' is an illegal JQL escape sequence. The valid escape sequences are \\', \\\", \\t, \\n, "
                        + "\\r, \\\\, '\\ ' and \\uXXXX.",
                at);
    }

    private Token word() {
        int at = position + 1;
        int start = position;
        if (query.regionMatches(true, position, "cf[", 0, 3)) {
            int end = query.indexOf(']', position);
            if (end > 0 && query.substring(position + 3, end).strip().matches("\\d+")) {
                position = end + 1;
                return new Token(
                        Kind.CUSTOM_FIELD, query.substring(start + 3, end).strip(), at);
            }
        }
        while (position < query.length() && !ends(query.charAt(position))) {
            char c = query.charAt(position);
            if (RESERVED.indexOf(c) >= 0) {
                throw reserved(c, position + 1);
            }
            position++;
        }
        return new Token(Kind.WORD, query.substring(start, position), at);
    }

    private static boolean ends(char c) {
        return Character.isWhitespace(c) || "()=!<>~,\"'".indexOf(c) >= 0;
    }

    private static JiraRefusal reserved(char c, int at) {
        String escape = String.format(Locale.ROOT, "\\u%04x", (int) c);
        return error(
                "The character '" + c + "' is a reserved JQL character. You must enclose it in a string or use the "
                        + "escape '" + escape + "' instead.",
                at);
    }

    static JiraRefusal error(String what, int at) {
        return JiraRefusal.badRequest("Error in the JQL Query: " + what + " (line 1, character " + at + ")");
    }
}
