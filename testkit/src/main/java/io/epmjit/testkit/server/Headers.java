package io.epmjit.testkit.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * HTTP headers, found without regard to case. Their text form never shows what a credential is made of. Immutable.
 */
public final class Headers {

    private static final Headers NONE = new Headers(caseless(Map.of()));

    /** Sorted without regard to case. */
    private final Map<String, List<String>> values;

    private Headers(Map<String, List<String>> values) {
        this.values = values;
    }

    public static Headers none() {
        return NONE;
    }

    /** These headers and one more. */
    public Headers and(String name, String value) {
        Map<String, List<String>> more = caseless(values);
        List<String> all = new ArrayList<>(more.getOrDefault(name, List.of()));
        all.add(value);
        more.put(name, List.copyOf(all));
        return new Headers(more);
    }

    /** These headers with this one instead of any of the same name. */
    public Headers with(String name, String value) {
        Map<String, List<String>> other = caseless(values);
        other.remove(name);
        other.put(name, List.of(value));
        return new Headers(other);
    }

    /** The first value under this name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public Map<String, List<String>> asMap() {
        return Map.copyOf(values);
    }

    /** For people: credentials are left out. */
    @Override
    public String toString() {
        Map<String, List<String>> shown = caseless(values);
        shown.replaceAll((name, all) -> isCredential(name) ? List.of("(hidden)") : all);
        return shown.toString();
    }

    private static Map<String, List<String>> caseless(Map<String, List<String>> values) {
        Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(values);
        return sorted;
    }

    private static boolean isCredential(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "authorization", "proxy-authorization", "cookie", "set-cookie" -> true;
            default -> false;
        };
    }
}
