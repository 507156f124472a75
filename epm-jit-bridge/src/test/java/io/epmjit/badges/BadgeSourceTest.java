package io.epmjit.badges;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.epmjit.ledger.Engine;
import io.epmjit.ledger.HoldReason;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.TargetHold;
import io.epmjit.testkit.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/engine.md, against a badge system that answers over real HTTP. */
class BadgeSourceTest {

    @TempDir
    private Path directory;

    private final Map<String, String> badges = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Queue<Integer> mood = new ArrayDeque<>();
    private final MovableClock clock = MovableClock.at(Instant.now());
    private HttpServer server;
    private Ledger ledger;
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        ledger = Ledger.sqlite(directory.resolve("jit.db"), clock);
        engine = Engine.builder(ledger)
                .source(new BadgeSource(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")))
                .build();
        ledger.write(session -> {
            BadgeSource.leaves(session, "jdoe");
            return true;
        });
    }

    @AfterEach
    void stop() {
        engine.close();
        ledger.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String employee = exchange.getRequestURI().getPath().substring(1);
        calls.add(exchange.getRequestMethod());
        if (exchange.getRequestMethod().equals("GET")) {
            byte[] body = badges.getOrDefault(employee, "valid").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } else {
            Integer status = mood.isEmpty() ? Integer.valueOf(204) : mood.remove();
            if (status == 204 || status == 502) {
                badges.put(employee, "blocked");
            }
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    @Test
    void aBadgeIsBlockedOnceThoughTheLeaverIsHeardOfTwice() {
        engine.runDue();
        ledger.write(session -> {
            BadgeSource.leaves(session, "jdoe");
            return true;
        });
        engine.runDue();
        assertThat(badges).containsEntry("jdoe", "blocked");
        assertThat(calls).containsExactly("POST");
    }

    @Test
    void aKeyThatIsNotKnownHoldsTheBadgeSystemAndIsWaitedFor() {
        mood.add(401);
        engine.runDue();
        assertThat(ledger.<List<TargetHold>>read(session -> session.holds().of("badges")))
                .singleElement()
                .extracting(TargetHold::reason)
                .isEqualTo(HoldReason.REFUSED);
        assertThat(badges).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        engine.runDue();
        assertThat(badges).containsEntry("jdoe", "blocked");
    }

    @Test
    void anErrorAfterTheWorkIsLookedIntoAndNotRepeated() {
        mood.add(502);
        engine.runDue();
        clock.advance(Duration.ofMinutes(1));
        engine.runDue();
        assertThat(calls).containsExactly("POST", "GET");
    }

    @Test
    void theExampleInTheGuideIsThisOne() throws IOException {
        String guide = Files.readString(Path.of("../docs/engine.md"));
        String example = Files.readString(Path.of("src/test/java/io/epmjit/badges/BadgeSource.java"));
        assertThat(guide).contains(example.substring(example.indexOf("/** Who leaves")));
    }
}
