package io.epmjit.benchmark.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program of ours in a JVM of its own. It tells {@code NAME=value} lines, and {@code READY} once it is; the end of its
 * standard input asks it to end.
 */
final class Jvm implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread listening;

    private Jvm(Process process) {
        this.process = process;
        this.listening = new Thread(this::listen, "what the other JVM tells");
        listening.setDaemon(true);
        listening.start();
    }

    /** The command that runs a program with this JVM's class path. */
    static List<String> command(Class<?> program, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Starts a program, and returns once it is ready. */
    static Jvm start(Class<?> program, List<String> options, List<String> arguments) throws IOException {
        Jvm jvm = new Jvm(new ProcessBuilder(command(program, options, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        try {
            if (!jvm.ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !jvm.process.isAlive()) {
                throw new IllegalStateException(program.getSimpleName() + " did not get ready");
            }
            return jvm;
        } catch (InterruptedException | RuntimeException e) {
            jvm.close();
            throw new IllegalStateException("another JVM could not be started", e);
        }
    }

    private void listen() {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    told.put(line.substring(0, equals), line.substring(equals + 1));
                } else if (line.equals("READY")) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ready.countDown();
        }
    }

    String told(String name) {
        return Objects.requireNonNull(told.get(name), () -> "the other JVM did not tell " + name);
    }

    /** Lets the program end by itself. */
    void end() throws IOException, InterruptedException {
        process.outputWriter().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("the other JVM did not end well");
        }
        listening.join();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
