package io.epmjit.benchmark.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Java program of ours in a process of its own. It prints {@code NAME=value} lines, then {@code READY}, and from then on
 * answers each line with one line. Belongs to one thread.
 */
final class Child implements AutoCloseable {

    private static final String END = "";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration START = Duration.ofMinutes(2);

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Writer in;
    private final Map<String, String> told = new HashMap<>();
    private int asked;
    private boolean ready;
    private boolean frozen;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        Thread listener = new Thread(this::listen, name);
        listener.setDaemon(true);
        listener.start();
    }

    /** Starts a program, and does not wait until it is ready. */
    static Child start(Class<?> program, Path log, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        try {
            return new Child(
                    program.getSimpleName(),
                    new ProcessBuilder(command)
                            .redirectError(Redirect.appendTo(log.toFile()))
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + program.getSimpleName(), e);
        }
    }

    /** Waits until the program says that it is ready; {@code false} if it ends before. */
    boolean awaitReady() {
        long end = System.nanoTime() + START.toNanos();
        while (!ready && System.nanoTime() < end) {
            String line = read(PATIENCE);
            if (line == null && !isAlive()) {
                return false;
            }
            if (line != null) {
                ready = line.equals("READY");
                int equals = line.indexOf('=');
                if (equals > 0) {
                    told.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        }
        return ready;
    }

    /** Whether it can be asked something. */
    boolean isResponsive() {
        return ready && !frozen && process.isAlive();
    }

    /** What it said before it was ready. */
    String told(String what) {
        String value = told.get(what);
        if (value == null) {
            throw new IllegalStateException(name + " has not said " + what + ", but " + told.keySet());
        }
        return value;
    }

    Map<String, String> told() {
        return Map.copyOf(told);
    }

    /** Has it do something, and returns what it answered. */
    String ask(String command) {
        return askIfAlive(command, PATIENCE)
                .orElseThrow(() -> new IllegalStateException(name + " does not answer to " + command));
    }

    /** The same of a program that may die of it, or be frozen: empty if no answer comes in time. */
    Optional<String> askIfAlive(String command, Duration patience) {
        asked++;
        try {
            in.write(asked + " " + command + "\n");
            in.flush();
        } catch (IOException gone) {
            return Optional.empty();
        }
        String number = asked + " ";
        for (String line = read(patience); line != null; line = read(patience)) {
            // Answers that nobody waited for come first.
            if (line.startsWith(number)) {
                return Optional.of(checked(command, line.substring(number.length())));
            }
        }
        return Optional.empty();
    }

    private String checked(String command, String answer) {
        if (answer.startsWith("ERROR")) {
            throw new IllegalStateException(name + " was told " + command + " and answered " + answer);
        }
        return answer;
    }

    /** The next line; nothing if there is none any more, or not in time. */
    private @Nullable String read(Duration patience) {
        try {
            String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!END.equals(line)) {
                return line;
            }
            lines.add(END);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void listen() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException ended) {
            // As good as its end.
        } finally {
            lines.add(END);
        }
    }

    /** Tells the program that there is nothing more to do: it ends by itself. */
    void dismiss() {
        try {
            in.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended by itself. */
    boolean hasEnded(Duration within) throws InterruptedException {
        return process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** SIGKILL, and it is gone when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!hasEnded(START)) {
            throw new IllegalStateException(name + " does not even die of SIGKILL");
        }
    }

    /** SIGSTOP: it is alive, and does nothing. */
    void freeze() throws InterruptedException {
        frozen = true;
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    void thaw() throws InterruptedException {
        signal("CONT");
        frozen = false;
    }

    private void signal(String which) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + which, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + which, e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
