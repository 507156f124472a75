package io.epmjit.testkit.server;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /rest/api/3/issue/{key}}: a name in braces stands for one segment, {@code **} at the end for all the rest. */
final class PathPattern {

    private final List<String> segments;
    private final boolean open;
    private final boolean lenient;

    /** @param lenient whether case and a slash at the end do not matter */
    PathPattern(String pattern, boolean lenient) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash: " + pattern);
        }
        this.open = pattern.endsWith("/**");
        this.segments = segments(open ? pattern.substring(0, pattern.length() - 3) : pattern);
        this.lenient = lenient;
    }

    /** What stands at the names in braces, or nothing if the path is another one. */
    Optional<Map<String, String>> match(String path) {
        List<String> found = segments(path);
        if (lenient && found.size() > 1 && found.get(found.size() - 1).isEmpty()) {
            found = found.subList(0, found.size() - 1);
        }
        if (open ? found.size() < segments.size() : found.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = segments.get(i);
            if (expected.startsWith("{") && expected.endsWith("}")) {
                if (found.get(i).isEmpty()) {
                    return Optional.empty();
                }
                parameters.put(expected.substring(1, expected.length() - 1), found.get(i));
            } else if (lenient ? !expected.equalsIgnoreCase(found.get(i)) : !expected.equals(found.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
            segments.add(decoded(segment));
        }
        return segments;
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            String path = URI.create("/" + segment).getPath();
            return path.substring(1);
        } catch (IllegalArgumentException malformed) {
            return segment;
        }
    }
}
