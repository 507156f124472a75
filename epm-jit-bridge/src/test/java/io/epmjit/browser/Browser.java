package io.epmjit.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real, headless Chromium, used as a person uses it: by what is seen, with mouse and keyboard. One for all tests of
 * this JVM, and as if new for each.
 */
public final class Browser {

    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final int WIDTH = 1024;
    private static final int HEIGHT = 768;

    private static final class Shared {
        static final Optional<Browser> BROWSER =
                program("chromedriver").map(driver -> new Browser(WebDriver.start(driver, capabilities())));
        static final String AXE = resource("/axe.min.js");
    }

    private final WebDriver driver;
    private boolean pagesRunScripts = true;

    private Browser(WebDriver driver) {
        this.driver = driver;
    }

    /** The browser, without a trace of earlier tests; where there is none the test is skipped, and fails in CI. */
    public static Browser fresh() {
        boolean isInstalled = Shared.BROWSER.isPresent();
        String message = "ChromeDriver is not installed (Debian: apt-get install chromium chromium-driver)";
        if (!isInstalled && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        assumeTrue(isInstalled, message);
        Browser browser = Shared.BROWSER.orElseThrow();
        browser.forgetEverything();
        return browser;
    }

    private static Map<String, Object> capabilities() {
        List<String> arguments = new ArrayList<>(List.of(
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--hide-scrollbars"));
        if (System.getProperty("user.name").equals("root")) {
            arguments.add("--no-sandbox"); // Chromium does not start as root otherwise
        }
        Map<String, Object> chromium = new HashMap<>(Map.of("args", arguments));
        program("chromium").ifPresent(binary -> chromium.put("binary", binary));
        return Map.of(
                "browserName", "chrome", "goog:chromeOptions", chromium, "goog:loggingPrefs", Map.of("browser", "ALL"));
    }

    private static Optional<String> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static String resource(String name) {
        try (InputStream stream = Browser.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forgetEverything() {
        open(URI.create("about:blank"));
        driver.chromium("Network.clearBrowserCookies", Map.of());
        language("en-GB,en");
        runScripts(true);
        light();
        size(WIDTH, HEIGHT);
        complaints();
    }

    /** Goes to a page, and waits until it is there. */
    public void open(URI address) {
        driver.post("/url", Map.of("url", address.toString()));
    }

    public void reload() {
        driver.post("/refresh", Map.of());
    }

    public URI address() {
        return URI.create((String) driver.get("/url"));
    }

    public String title() {
        return (String) driver.get("/title");
    }

    /** The text that a reader sees in the first such element; hidden text is not there. */
    public String text(String selector) {
        return (String) driver.get(element(selector) + "/text");
    }

    /** What a reader sees of the whole page. */
    public String text() {
        return text("body");
    }

    /** How many elements of this kind the page has, seen or not. */
    public int count(String selector) {
        return elements(selector).size();
    }

    public boolean has(String selector) {
        return count(selector) > 0;
    }

    /** Whether such an element is there and shown. */
    public boolean shows(String selector) {
        return elements(selector).stream().anyMatch(element -> (Boolean) driver.get(element + "/displayed"));
    }

    /** A property of an element as the page has it now, such as {@code value} or {@code checked}; null if absent. */
    public Object property(String selector, String name) {
        return driver.get(element(selector) + "/property/" + name);
    }

    /** An attribute as it was written into the page, or null. */
    public String attribute(String selector, String name) {
        return (String) driver.get(element(selector) + "/attribute/" + name);
    }

    /** What a screen reader calls an element. */
    public String spokenName(String selector) {
        return (String) driver.get(element(selector) + "/computedlabel");
    }

    /** The first element's style as it is drawn, such as {@code background-color}. */
    public String style(String selector, String property) {
        return (String) driver.get(element(selector) + "/css/" + property);
    }

    public void click(String selector) {
        driver.post(element(selector) + "/click", Map.of());
    }

    /** Clicks on what leads to another page, and waits until that has taken the place of this one. */
    public void follow(String selector) {
        awaitAnotherPage(() -> click(selector));
    }

    /** Presses a key where that leads to another page, and waits until that has taken the place of this one. */
    public void pressAndFollow(Key key) {
        awaitAnotherPage(() -> press(key));
    }

    private void awaitAnotherPage(Runnable step) {
        String page = element(":root");
        URI from = address();
        step.run();
        Instant deadline = Instant.now().plus(WebDriver.PATIENCE);
        while (driver.knows(page)) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("no other page followed on " + from);
            }
        }
    }

    /** Clears a field and types this into it. */
    public void fill(String selector, String text) {
        driver.post(element(selector) + "/clear", Map.of());
        driver.post(element(selector) + "/value", Map.of("text", text));
    }

    /** Puts a text into a field that nobody would type, whatever the field's own limits. */
    public void paste(String selector, String text) {
        script("document.querySelector(arguments[0]).value = arguments[1];", selector, text);
    }

    /** Presses keys, one after the other, wherever the focus is. */
    public void press(Key... keys) {
        List<Object> strokes = new ArrayList<>();
        for (Key key : keys) {
            key.strokes(strokes);
        }
        type(strokes);
    }

    /** Types a text wherever the focus is. */
    public void type(String text) {
        List<Object> strokes = new ArrayList<>();
        text.codePoints().mapToObj(Character::toString).forEach(letter -> Key.stroke(letter, strokes));
        type(strokes);
    }

    private void type(List<Object> strokes) {
        driver.post(
                "/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", strokes))));
    }

    /** The id of the element that has the focus, or its name in small letters. */
    public String focused() {
        return (String) script("return document.activeElement.id || document.activeElement.tagName.toLowerCase();");
    }

    /** Runs a script in the page, as the body of a function. */
    public Object script(String body, Object... arguments) {
        return driver.script(body, arguments);
    }

    /** What the browser complained of since it was last asked, such as something that a page's policy forbids. */
    public List<String> complaints() {
        List<?> entries = (List<?>) driver.post("/se/log", Map.of("type", "browser"));
        return entries.stream()
                .map(entry -> (Map<?, ?>) entry)
                .filter(entry -> !entry.get("source").equals("network")) // a status is an answer
                .map(entry -> entry.get("level") + " " + entry.get("message"))
                .toList();
    }

    /** Everything axe-core finds wrong with the page for people who do not see, point or read easily. */
    public List<String> barriers() {
        allowScripts(true); // axe-core is one; the page's own do not run later than when it was loaded
        script(Shared.AXE);
        Map<?, ?> outcome = (Map<?, ?>) driver.post(
                "/execute/async",
                Map.of(
                        "script",
                        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations', 'incomplete']})"
                                + ".then(done, error => done({violations: [{id: String(error), nodes: []}]}));",
                        "args",
                        List.of()));
        allowScripts(pagesRunScripts);
        return ((List<?>) outcome.get("violations"))
                .stream().map(violation -> sentence((Map<?, ?>) violation)).toList();
    }

    private static String sentence(Map<?, ?> violation) {
        List<?> nodes = (List<?>) violation.get("nodes");
        return violation.get("id") + ": " + violation.get("help") + " "
                + nodes.stream().map(node -> ((Map<?, ?>) node).get("html")).toList();
    }

    /** What makes the reader scroll sideways: everything that reaches beyond the window; empty if nobody has to. */
    public List<String> tooWide() {
        List<?> beyond = (List<?>) script("""
                const width = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= width) {
                    return [];
                }
                return [...document.querySelectorAll('*')]
                    .filter(element => element.getBoundingClientRect().right > width + 1)
                    .map(element => element.outerHTML.slice(0, 80));
                """);
        return beyond.stream().map(Object::toString).toList();
    }

    /** A window of this size, in CSS pixels. */
    public void size(int width, int height) {
        driver.chromium(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** A small phone, 320 pixels wide. */
    public void phone() {
        driver.chromium(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 320, "height", 640, "deviceScaleFactor", 1, "mobile", true));
    }

    public void dark() {
        prefer("dark");
    }

    public void light() {
        prefer("light");
    }

    private void prefer(String scheme) {
        driver.chromium(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** From the next page on, none runs a script of its own. */
    public void withoutScript() {
        runScripts(false);
    }

    private void runScripts(boolean may) {
        pagesRunScripts = may;
        allowScripts(may);
    }

    private void allowScripts(boolean may) {
        driver.chromium("Emulation.setScriptExecutionDisabled", Map.of("value", !may));
    }

    /** Which languages the reader prefers, from the next page on. */
    public void language(String accepted) {
        driver.chromium(
                "Emulation.setUserAgentOverride",
                Map.of("userAgent", script("return navigator.userAgent;"), "acceptLanguage", accepted));
    }

    /** The whole page as a picture, in PNG. */
    public byte[] picture() {
        Map<?, ?> size =
                (Map<?, ?>) driver.chromium("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
        Map<?, ?> picture = driver.chromium(
                "Page.captureScreenshot",
                Map.of(
                        "format",
                        "png",
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "width", size.get("width"), "height", size.get("height"), "scale", 1)));
        return Base64.getDecoder().decode((String) picture.get("data"));
    }

    private String element(String selector) {
        Map<?, ?> found = (Map<?, ?>) driver.post("/element", Map.of("using", "css selector", "value", selector));
        return "/element/" + found.get(ELEMENT);
    }

    private List<String> elements(String selector) {
        List<?> found = (List<?>) driver.post("/elements", Map.of("using", "css selector", "value", selector));
        return found.stream()
                .map(element -> "/element/" + ((Map<?, ?>) element).get(ELEMENT))
                .toList();
    }
}
