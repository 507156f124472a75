package io.epmjit.benchmark.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The bridge's processes, which are killed and started again at the same addresses. Belongs to one thread. */
final class Fleet implements AutoCloseable {

    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 32_000;

    private final Path directory;
    private final Path settings;
    private final List<Integer> ports = new ArrayList<>();
    private final @Nullable Child[] nodes;
    private List<String> jvmOptions = List.of("-Dorg.slf4j.simpleLogger.showDateTime=true");

    Fleet(Path directory, int size) {
        this.directory = directory;
        this.settings = directory.resolve("bridge.properties");
        this.nodes = new Child[size];
        for (int i = 0; i < size; i++) {
            ports.add(freePort());
        }
    }

    /**
     * A node comes back to its port again and again, so nobody else may get it meanwhile: below the range from which the
     * system gives ports to connections.
     */
    private static int freePort() {
        return new Random()
                .ints(LOWEST_PORT, HIGHEST_PORT)
                .filter(Fleet::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Where the webhooks of a node are. */
    URI webhooks(int node) {
        return URI.create("http://127.0.0.1:" + ports.get(node) + "/webhooks/" + BridgeProcess.SOURCE);
    }

    /** Where the pages and endpoints of a node are. */
    URI web(Child node) {
        return webhooks(Arrays.asList(nodes).indexOf(node)).resolve("/");
    }

    /** What every node is told when it starts. */
    void configure(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        try (Writer file = Files.newBufferedWriter(settings)) {
            properties.store(file, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        jvmOptions = List.of(
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
                "-Dorg.sqlite.tmpdir=" + values.getOrDefault("temporary", directory.toString()),
                "-Xshare:auto",
                "-XX:SharedArchiveFile=" + archive());
    }

    private Path archive() {
        return directory.resolve("bridge.jsa");
    }

    /** Starts a node for the first time, which notes what a start needs, so that all others are quicker. */
    void train(int node) throws InterruptedException {
        List<String> options = new ArrayList<>(jvmOptions);
        options.removeIf(option -> option.startsWith("-XX:SharedArchiveFile"));
        options.add("-XX:ArchiveClassesAtExit=" + archive());
        Child child = Child.start(BridgeProcess.class, log(node), options, arguments(node));
        if (!child.awaitReady()) {
            throw new IllegalStateException("the bridge does not start; see " + log(node));
        }
        nodes[node] = child;
    }

    /** Ends a node in good order. */
    void dismiss(int node) throws InterruptedException {
        Child child = nodes[node];
        if (child != null) {
            child.dismiss();
            if (!child.hasEnded(Duration.ofSeconds(60))) {
                throw new IllegalStateException("the bridge does not stop; see " + log(node));
            }
            nodes[node] = null;
        }
    }

    private List<String> arguments(int node) {
        return List.of(settings.toString(), Integer.toString(ports.get(node)), Integer.toString(node));
    }

    Path log(int node) {
        return directory.resolve("bridge-" + node + ".log");
    }

    /** Begins to start a node; {@link Child#awaitReady} tells when it is up. */
    Child launch(int node, List<String> trap) {
        List<String> arguments = new ArrayList<>(arguments(node));
        arguments.addAll(trap);
        Child child = Child.start(BridgeProcess.class, log(node), jvmOptions, arguments);
        nodes[node] = child;
        return child;
    }

    /** A node that is up, or starting; empty if it is not. */
    Optional<Child> up(int node) {
        Child child = nodes[node];
        return child != null && child.isAlive() ? Optional.of(child) : Optional.empty();
    }

    /** The nodes that can be asked something. */
    List<Child> responsive() {
        return Arrays.stream(nodes)
                .filter(child -> child != null && child.isResponsive())
                .toList();
    }

    /** Where the webhooks of all nodes are. */
    List<URI> webhooks() {
        return IntStream.range(0, size()).mapToObj(this::webhooks).toList();
    }

    int size() {
        return nodes.length;
    }

    @Override
    public void close() {
        for (Child child : nodes) {
            if (child != null) {
                child.close();
            }
        }
    }
}
