package io.epmjit.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One session of the W3C WebDriver protocol with a ChromeDriver of its own, which ends with this JVM. */
final class WebDriver {

    /** Far more than any command needs on a slow machine. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI session;

    private WebDriver(URI driver, Map<String, Object> capabilities) {
        Object started =
                send("POST", driver.resolve("/session"), Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
        this.session = driver.resolve("/session/" + ((Map<?, ?>) started).get("sessionId"));
    }

    /** Starts driver and browser; both end with this JVM. */
    static WebDriver start(String driver, Map<String, Object> capabilities) {
        try {
            Process process = new ProcessBuilder(driver, "--port=0")
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
            return new WebDriver(URI.create("http://127.0.0.1:" + portOf(process)), capabilities);
        } catch (IOException e) {
            throw new UncheckedIOException("ChromeDriver did not start", e);
        }
    }

    private static String portOf(Process driver) throws IOException {
        BufferedReader output = driver.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                Thread drain = new Thread(() -> output.lines().forEach(ignored -> {}));
                drain.setDaemon(true);
                drain.start();
                return started.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("ChromeDriver did not start: " + said);
    }

    private static void end(Process driver) {
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly();
    }

    Object get(String command) {
        return send("GET", at(command), null);
    }

    Object post(String command, Map<String, ?> parameters) {
        return send("POST", at(command), parameters);
    }

    /** Whether this element is still part of the page that is shown. */
    boolean knows(String element) {
        HttpResponse<String> answer = exchange("GET", at(element + "/name"), null);
        return answer.statusCode() == 200;
    }

    /** A command of Chromium's own protocol. */
    Map<?, ?> chromium(String command, Map<String, ?> parameters) {
        return (Map<?, ?>) post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    /** Runs a script in the page, as the body of a function; it may do so where the page's own scripts may not. */
    Object script(String body, Object... arguments) {
        return post("/execute/sync", Map.of("script", body, "args", List.of(arguments)));
    }

    private URI at(String command) {
        return URI.create(session + command);
    }

    private Object send(String method, URI command, Map<String, ?> parameters) {
        HttpResponse<String> answer = exchange(method, command, parameters);
        Object value = ((Map<?, ?>) Json.read(answer.body())).get("value");
        if (answer.statusCode() != 200) {
            Map<?, ?> error = (Map<?, ?>) value;
            throw new AssertionError("the browser refused " + method + " " + command.getPath() + ": "
                    + error.get("error") + ": " + error.get("message"));
        }
        return value;
    }

    private HttpResponse<String> exchange(String method, URI command, Map<String, ?> parameters) {
        HttpRequest.BodyPublisher body = parameters == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(Json.write(parameters));
        HttpRequest request = HttpRequest.newBuilder(command)
                .method(method, body)
                .timeout(PATIENCE)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("the browser does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
