package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.browser.Browser;
import io.epmjit.browser.Key;
import io.epmjit.browser.Pictures;
import io.epmjit.connector.ConnectorId;
import io.epmjit.ledger.DeadLetterFilter;
import io.epmjit.ledger.Operator;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.server.Fault;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every section of the operations page with something in it, by day on a desk and by night on a phone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsInBrowserTest {

    private static final Viewer PO = Viewer.of("d.po", Role.ADMIN);

    private final Map<String, String> places = new LinkedHashMap<>();
    private PageWorld pages;
    private Browser browser;

    @BeforeAll
    void begin(@TempDir Path directory) {
        pages = new PageWorld(directory);
        browser = pages.browser;
        JitRequestRef request = pages.admin(Map.of("UserName", "ACME\\jdoe", "Reason", "Install the label printer"));
        JitRequestRef other = pages.application(Map.of("Reason", "W".repeat(3_000)));
        pages.world.approve(request);
        pages.world.live(Duration.ofMinutes(2));
        pages.world.approve(request);
        pages.world.deny(other);
        pages.world.jira.faults().once(post("/rest/api/3/issue"), Fault.status(400));
        pages.world.requestAdmin();
        pages.world.live(Duration.ofMinutes(1));
        pages.world.deliver("{\"RequestId\":\"R-9\",\"Reason\":\"<b>" + "to install a printer ".repeat(20) + "\"}");
        pages.world.deliver("{\"RequestId\":\"" + "R".repeat(500) + "\"}");
        Operator po = new Operator("d.po", "page");
        pages.world.bridge().switchOff(ConnectorId.of("jira"), po, "Jira is being moved");
        pages.world.bridge().testConnections(po);
        long letter = pages.world
                .bridge()
                .deadLetters()
                .list(DeadLetterFilter.all())
                .get(0)
                .id();
        long waiting = pages.world.bridge().quarantine().list(1).get(0).id();
        places.put("health", "");
        places.put("tickets", "/tickets");
        places.put("not-found", "/tickets?number=EPM999");
        places.put(
                "request",
                "/request?tenant=" + pages.world.epm.tenantId() + "&kind=ADMIN&id=" + request.requestId()
                        + "&show=all");
        places.put("incoming", "/incoming");
        places.put("body", "/incoming?body=1");
        places.put("decisions", "/decisions");
        places.put("quarantine", "/quarantine");
        places.put("quarantined", "/quarantine?body=" + waiting);
        places.put("dead-letters", "/dead-letters");
        places.put("dead-letter", "/dead-letters?letter=" + letter);
        places.put("connections", "/connections");
        places.put("urls", "/urls");
        places.put("trail", "/trail");
        places.put("downloads", "/downloads");
        places.put("bad-day", "/requests.csv?since=yesterday");
    }

    @BeforeEach
    void sitDown() {
        Browser.fresh();
    }

    @AfterAll
    void end() {
        pages.close();
    }

    static Stream<String> names() {
        return Stream.of(
                "health",
                "tickets",
                "not-found",
                "request",
                "incoming",
                "body",
                "decisions",
                "quarantine",
                "quarantined",
                "dead-letters",
                "dead-letter",
                "connections",
                "urls",
                "trail",
                "downloads",
                "bad-day");
    }

    private void open(String name) {
        pages.as(PO);
        browser.open(pages.site.at("/jit/operations" + places.get(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsInAnybodysWayOnADesk(String name) {
        browser.size(1200, 800);
        browser.light();
        browser.language("en-GB,en");
        open(name);
        assertNothingIsInTheWay("operations-" + name + "-day");
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsInAnybodysWayOnAPhoneAtNight(String name) {
        browser.phone();
        browser.dark();
        browser.language("de-AT,de");
        open(name);
        assertNothingIsInTheWay("operations-" + name + "-night");
    }

    private void assertNothingIsInTheWay(String picture) {
        Pictures.keep(picture, browser);
        assertThat(browser.has("h1")).isTrue();
        assertThat(browser.barriers()).as("barriers").isEmpty();
        assertThat(browser.tooWide()).as("too wide").isEmpty();
        assertThat(browser.complaints()).as("complaints").isEmpty();
    }

    @Test
    void aTrackerIsSwitchedOnAndOffWithoutScript() {
        browser.size(1200, 800);
        browser.language("en-GB,en");
        browser.withoutScript();
        open("connections");
        browser.follow("#switch-on-jira button");
        assertThat(browser.text("#news")).isEqualTo("jira is switched on. What has waited is worked off.");
        assertThat(browser.focused()).isEqualTo("news");
        assertThat(pages.world.bridge().holds()).isEmpty();

        for (int stops = 0; stops < 40 && !browser.focused().equals("switch-off-jira-why"); stops++) {
            browser.press(Key.TAB);
        }
        browser.type("Jira is being moved");
        browser.pressAndFollow(Key.ENTER);
        assertThat(browser.text("#news")).isEqualTo("jira is switched off.");
        assertThat(browser.text("#holds")).contains("jira", "Jira is being moved", "d.po");
        assertThat(pages.world.bridge().holds()).hasSize(1);
    }

    @Test
    void aTicketsKeyLeadsToItsRequest() {
        browser.size(1200, 800);
        browser.language("en-GB,en");
        open("health");
        browser.fill("#number", pages.world.jira.serviceDesk().key() + "-1");
        browser.pressAndFollow(Key.ENTER);
        assertThat(browser.text("h1")).startsWith("Admin access request EPM");
        assertThat(browser.text("#said")).contains("Install the label printer");
    }
}
