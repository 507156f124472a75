package io.epmjit.testkit.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL's programs on this machine, run as somebody whom they accept: they refuse to serve root. */
final class Programs {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path directory;

    private Programs(Path directory) {
        this.directory = directory;
    }

    /** The newest that Debian has installed, or those on the PATH. */
    static Optional<Programs> find() {
        return Stream.concat(installedByDebian(), onThePath())
                .filter(Programs::isComplete)
                .findFirst()
                .map(Programs::new);
    }

    private static Stream<Path> installedByDebian() {
        if (!Files.isDirectory(DEBIAN)) {
            return Stream.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions
                    .sorted(Comparator.<Path>comparingInt(
                                    version -> number(version.getFileName().toString()))
                            .reversed())
                    .map(version -> version.resolve("bin"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(String version) {
        return version.matches("\\d{1,3}") ? Integer.parseInt(version) : 0;
    }

    private static Stream<Path> onThePath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of);
    }

    private static boolean isComplete(Path directory) {
        return Stream.of("initdb", "pg_ctl", "postgres", "psql")
                .allMatch(program -> Files.isExecutable(directory.resolve(program)));
    }

    Path path(String program) {
        return directory.resolve(program);
    }

    /** A new directory that belongs to whoever the programs run as. */
    Path newDirectory() {
        return Path.of(
                run(Map.of(), "mktemp", "-d", "-t", "epm-jit-postgres-XXXXXXXX").strip());
    }

    /** Runs one of PostgreSQL's programs to its end, and answers what it said. */
    String run(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(path(program).toString()));
        command.addAll(Arrays.asList(arguments));
        return run(Map.of(), command.toArray(String[]::new));
    }

    String run(Map<String, String> environment, String... command) {
        List<String> whole = new ArrayList<>(isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.of());
        whole.addAll(Arrays.asList(command));
        try {
            Path output = Files.createTempFile("epm-jit-postgres", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(whole)
                        .directory(new File("/"))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                int status = builder.start().waitFor();
                String said = Files.readString(output, StandardCharsets.UTF_8);
                if (status != 0) {
                    throw new IllegalStateException(command[0] + " ended with " + status + ": " + said.strip());
                }
                return said;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
