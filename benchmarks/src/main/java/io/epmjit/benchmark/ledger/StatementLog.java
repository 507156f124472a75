package io.epmjit.benchmark.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Every prepared statement that is executed on a watched connection, with the values that it had last. */
final class StatementLog {

    private final Map<String, Map<Integer, Object>> statements = new ConcurrentHashMap<>();

    /** @param values by their places, from 1; a place without one was null */
    record Noted(String sql, Map<Integer, Object> values) {}

    /** Those that read or change something; how a transaction begins has no plan. */
    Collection<Noted> statements() {
        return statements.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("SET "))
                .map(entry -> new Noted(entry.getKey(), entry.getValue()))
                .sorted((left, right) -> left.sql().compareTo(right.sql()))
                .toList();
    }

    /** From now on. */
    void begin() {
        statements.clear();
    }

    DataSource watch(DataSource pool) {
        return proxy(
                DataSource.class,
                pool,
                (method, arguments, answer) -> answer instanceof Connection connection ? watch(connection) : answer);
    }

    Connection watch(Connection connection) {
        return proxy(Connection.class, connection, (method, arguments, answer) -> {
            return answer instanceof PreparedStatement statement
                            && method.getName().equals("prepareStatement")
                    ? watch(statement, (String) arguments.get(0))
                    : answer;
        });
    }

    private PreparedStatement watch(PreparedStatement statement, String sql) {
        Map<Integer, Object> values = new ConcurrentHashMap<>();
        return proxy(PreparedStatement.class, statement, (method, arguments, answer) -> {
            if (method.getName().startsWith("execute")) {
                statements.put(sql, Map.copyOf(values));
            } else if (method.getName().startsWith("set")
                    && arguments.size() > 1
                    && arguments.get(0) instanceof Integer place) {
                Object value = arguments.get(1);
                if (value == null || method.getName().equals("setNull")) {
                    values.remove(place);
                } else {
                    values.put(place, value);
                }
            }
            return answer;
        });
    }

    private interface Witness {
        @Nullable
        Object seen(Method method, List<@Nullable Object> arguments, @Nullable Object answer);
    }

    private static <T> T proxy(Class<T> type, T real, Witness witness) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(real, arguments);
                        return witness.seen(method, arguments == null ? List.of() : Arrays.asList(arguments), answer);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
