package io.epmjit.testkit.jira;

import io.epmjit.testkit.jira.JqlLexer.Kind;
import io.epmjit.testkit.jira.JqlLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The grammar of JQL, as far as it is offered: clauses with AND, OR, NOT and brackets, and an order. */
final class Jql {

    sealed interface Condition permits Both, Either, Not, Clause {}

    record Both(Condition left, Condition right) implements Condition {}

    record Either(Condition left, Condition right) implements Condition {}

    record Not(Condition inner) implements Condition {}

    /**
     * @param field as it is written; {@code cf[10001]} for a custom field
     * @param operator in capitals: {@code =}, {@code NOT IN}
     */
    record Clause(String field, String operator, List<Operand> operands) implements Condition {}

    /** A value: text, the result of a function, or nothing. */
    record Operand(String text, Type type) {

        enum Type {
            TEXT,
            FUNCTION,
            EMPTY
        }
    }

    record Order(String field, boolean descending) {}

    /** @param where what restricts the search, if anything does */
    record Query(Optional<Condition> where, List<Order> order) {}

    private static final int MOST_ORDERS = 7;

    private static final Set<String> RESERVED =
            Set.of(("abort access add after alias all alter and any as asc audit avg "
                            + "before begin between boolean break by byte catch cf char character check checkpoint collate "
                            + "collation column commit connect continue count create current date decimal declare decrement "
                            + "default defaults define delete delimiter desc difference distinct divide do double drop else "
                            + "empty encoding end equals escape exclusive exec execute exists explain false fetch file field "
                            + "first float for from function go goto grant greater group having identified if immediate in "
                            + "increment index initial inner inout input insert int integer intersect intersection into is "
                            + "isempty isnull join last left less like limit lock long max min minus mode modify modulo more "
                            + "multiply next noaudit not notin nowait null number object of on option or order outer output "
                            + "power previous prior privileges public raise raw remainder rename resource return returns "
                            + "revoke right row rowid rownum rows select session set share size sqrt start strict string "
                            + "subtract sum synonym table then to trans transaction trigger true uid union unique update user "
                            + "validate values view when whenever where while with")
                    .split(" ", -1));

    private final List<Token> tokens;
    private int next;

    private Jql(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** @throws JiraRefusal in Jira's words, if it cannot be read */
    static Query parse(String query) {
        Jql parser = new Jql(JqlLexer.tokens(query));
        Condition where = null;
        if (!parser.at(Kind.END) && !parser.peek().is("order")) {
            where = parser.either();
        }
        List<Order> order = parser.order();
        Token rest = parser.peek();
        if (rest.kind() != Kind.END) {
            throw JqlLexer.error("Expecting either 'OR' or 'AND' but got '" + rest.text() + "'.", rest.at());
        }
        return new Query(Optional.ofNullable(where), order);
    }

    private Condition either() {
        Condition left = both();
        while (takes("or")) {
            left = new Either(left, both());
        }
        return left;
    }

    private Condition both() {
        Condition left = not();
        while (takes("and")) {
            left = new Both(left, not());
        }
        return left;
    }

    private Condition not() {
        if (takes("not")) {
            return new Not(not());
        }
        if (at(Kind.OPEN)) {
            next++;
            Condition inner = either();
            if (!at(Kind.CLOSE)) {
                Token got = peek();
                throw got.kind() == Kind.END
                        ? JiraRefusal.badRequest("Error in the JQL Query: Expecting ')' before the end of the query.")
                        : JqlLexer.error("Expecting ')' but got '" + got.text() + "'.", got.at());
            }
            next++;
            return inner;
        }
        return clause();
    }

    private Clause clause() {
        Token field = peek();
        String name = switch (field.kind()) {
            case WORD -> unreserved(field);
            case STRING -> field.text();
            case CUSTOM_FIELD -> "cf[" + field.text() + "]";
            case END ->
                throw JiraRefusal.badRequest("Error in the JQL Query: Expecting a field name at the end of the query.");
            default -> throw JqlLexer.error("Expecting a field name but got '" + field.text() + "'.", field.at());
        };
        next++;
        String operator = operator();
        return new Clause(name, operator, operands(operator));
    }

    private String operator() {
        Token token = peek();
        next++;
        if (token.kind() == Kind.OPERATOR) {
            return token.text();
        }
        if (token.is("in")) {
            return "IN";
        }
        if (token.is("is")) {
            return takes("not") ? "IS NOT" : "IS";
        }
        if (token.is("not") && takes("in")) {
            return "NOT IN";
        }
        if (token.is("was") || token.is("changed")) {
            throw JiraRefusal.badRequest("History searches do not support this field.");
        }
        String valid = "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and "
                + "'IS NOT'.";
        throw token.kind() == Kind.END
                ? JiraRefusal.badRequest(
                        "Error in the JQL Query: Expecting operator before the end of the query. " + valid)
                : JqlLexer.error("Expecting operator but got '" + token.text() + "'. " + valid, token.at());
    }

    private List<Operand> operands(String operator) {
        if (!operator.endsWith("IN")) {
            return List.of(operand());
        }
        Token open = peek();
        if (open.kind() != Kind.OPEN) {
            return List.of(operand());
        }
        List<Operand> all = new ArrayList<>();
        do {
            next++;
            all.add(operand());
        } while (at(Kind.COMMA));
        Token close = peek();
        if (close.kind() != Kind.CLOSE) {
            throw close.kind() == Kind.END
                    ? JiraRefusal.badRequest("Error in the JQL Query: Expecting ')' before the end of the query.")
                    : JqlLexer.error("Expecting ')' but got '" + close.text() + "'.", close.at());
        }
        next++;
        return all;
    }

    private Operand operand() {
        Token token = peek();
        next++;
        return switch (token.kind()) {
            case STRING -> new Operand(token.text(), Operand.Type.TEXT);
            case WORD -> wordOperand(token);
            case END ->
                throw JiraRefusal.badRequest(
                        "Error in the JQL Query: Expecting either a value, list or function before the end of the "
                                + "query.");
            default ->
                throw JqlLexer.error(
                        "Expecting either a value, list or function but got '" + token.text() + "'. You must "
                                + "surround '" + token.text() + "' in quotation marks to use it as a value.",
                        token.at());
        };
    }

    private Operand wordOperand(Token word) {
        if (word.is("empty") || word.is("null")) {
            return new Operand("EMPTY", Operand.Type.EMPTY);
        }
        return at(Kind.OPEN) ? function(word) : new Operand(unreserved(word), Operand.Type.TEXT);
    }

    private Operand function(Token name) {
        next++;
        if (!at(Kind.CLOSE)) {
            throw JiraRefusal.badRequest("Function '" + name.text() + "' expected '0' arguments but received '1'.");
        }
        next++;
        if (!name.is("currentUser")) {
            throw JiraRefusal.badRequest("Unable to find JQL function '" + name.text() + "()'.");
        }
        return new Operand("currentUser", Operand.Type.FUNCTION);
    }

    private List<Order> order() {
        List<Order> order = new ArrayList<>();
        if (!takes("order")) {
            return order;
        }
        if (!takes("by")) {
            throw JqlLexer.error("Expecting 'by' but got '" + peek().text() + "'.", peek().at());
        }
        do {
            if (!order.isEmpty()) {
                next++;
            }
            Token field = peek();
            next++;
            String name = switch (field.kind()) {
                case WORD, STRING -> field.text();
                case CUSTOM_FIELD -> "cf[" + field.text() + "]";
                default ->
                    throw JiraRefusal.badRequest(
                            "Error in the JQL Query: Expecting a field name at the end of the query.");
            };
            boolean descending = takes("desc");
            if (!descending) {
                takes("asc");
            }
            order.add(new Order(name, descending));
        } while (at(Kind.COMMA));
        if (order.size() > MOST_ORDERS) {
            throw JiraRefusal.badRequest("The maximum number of fields in the ORDER BY clause is " + MOST_ORDERS + ".");
        }
        return order;
    }

    private static String unreserved(Token word) {
        if (RESERVED.contains(word.text().toLowerCase(Locale.ROOT))) {
            throw JqlLexer.error(
                    "'" + word.text() + "' is a reserved JQL word. You must surround it in quotation marks to use it "
                            + "in a query.",
                    word.at());
        }
        return word.text();
    }

    private boolean takes(String word) {
        if (peek().is(word)) {
            next++;
            return true;
        }
        return false;
    }

    private boolean at(Kind kind) {
        return peek().kind() == kind;
    }

    private Token peek() {
        return tokens.get(Math.min(next, tokens.size() - 1));
    }
}
