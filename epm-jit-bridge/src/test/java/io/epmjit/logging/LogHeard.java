package io.epmjit.logging;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.event.Level;

/** Hears what is logged in this JVM, from INFO on, until it is closed; one test at a time. */
public final class LogHeard implements AutoCloseable {

    private static final List<LogHeard> LISTENING = new CopyOnWriteArrayList<>();

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    /**
     * What was logged.
     *
     * @param level how bad it is
     * @param logger whose line it is
     * @param message with its arguments
     * @param failure what the line has a stack trace of
     */
    public record Line(Level level, String logger, String message, Optional<Throwable> failure) {}

    private LogHeard() {}

    public static LogHeard begin() {
        LogHeard heard = new LogHeard();
        LISTENING.add(heard);
        return heard;
    }

    static boolean isWanted() {
        return !LISTENING.isEmpty();
    }

    static void tell(Line line) {
        LISTENING.forEach(heard -> heard.lines.add(line));
    }

    /** What the loggers of this package said so far. */
    public List<Line> lines(String packageName) {
        return lines.stream()
                .filter(line -> line.logger().startsWith(packageName + "."))
                .toList();
    }

    @Override
    public void close() {
        LISTENING.remove(this);
    }
}
