package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.browser.Browser;
import io.epmjit.browser.Pictures;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.epm.RequestIdKind;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in every state, by day on a desk and by night on a phone: nothing is in anybody's way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPageInBrowserTest {

    private static final Map<String, String> WIRESHARK = Map.of(
            "User", "ACME\\jdoe",
            "HostName", "LAPTOP-17",
            "FilePathObjectId", "C:\\Tools\\Wireshark\\wireshark.exe",
            "ProductName", "Wireshark",
            "ProductVersion", "4.6.1",
            "Publisher", "Wireshark Foundation",
            "CmdArgs", "-k -i Ethernet0",
            "Reason", "Trace the \"slow printer\" for ticket HD-881");

    private static final Map<String, String> PRINTER = Map.of(
            "HostName", "LAPTOP-23",
            "Reason", "Install the label printer's driver",
            "DurationRequested", "1800");

    /** How the reader sits there. */
    enum Look {
        DAY {
            @Override
            void take(Browser browser) {
                browser.size(800, 700);
                browser.light();
                browser.language("en-GB,en");
            }
        },
        NIGHT {
            @Override
            void take(Browser browser) {
                browser.phone();
                browser.dark();
                browser.language("de-AT,de");
            }
        };

        abstract void take(Browser browser);
    }

    /** What the page has to say, and by what it is known. */
    enum State {
        APPLICATION("form") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee").open(pages.application(WIRESHARK));
            }
        },
        APPLICATION_WITH_ALL_DETAILS("#technical[open]") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee").open(pages.application(WIRESHARK));
                pages.browser.click("#technical summary");
            }
        },
        ADMIN("#duration-minutes:checked") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee").open(pages.admin(PRINTER));
            }
        },
        LONG_TEXTS("#show-all") {
            @Override
            void show(PageWorld pages) {
                String endless = "W".repeat(5_000);
                pages.as("w".repeat(200))
                        .open(pages.application(
                                Map.of("User", endless, "FilePathObjectId", endless, "Reason", "<b>" + endless)));
                pages.browser.click("#technical summary");
            }
        },
        MISTAKES("#amount-error") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee").open(pages.application(WIRESHARK));
                pages.browser.click("#decision-approve");
                pages.browser.click("#duration-minutes");
                pages.browser.paste("#amount", "2000");
                pages.sendUnchecked();
            }
        },
        NOTHING_CHOSEN("#decision-approve-error") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee").open(pages.application(WIRESHARK));
                pages.sendUnchecked();
            }
        },
        NO_DURATION("#duration-minutes-error") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee").open(pages.application(WIRESHARK));
                pages.browser.click("#decision-approve");
                pages.browser.fill("#reason", "change CHG0042");
                pages.sendUnchecked();
            }
        },
        REFUSED_BY_POLICY("#error-summary") {
            @Override
            void show(PageWorld pages) {
                pages.as("ACME\\jdoe").open(pages.application(WIRESHARK));
                pages.approveFor(30, "I need it");
            }
        },
        AWAITING_SECOND("#state") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee").open(pages.admin(PRINTER));
                pages.approveFor(30, "change CHG0042");
            }
        },
        SUBMITTED("#state.success") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee").open(pages.application(WIRESHARK));
                pages.approveFor(30, "change CHG0042");
            }
        },
        TOO_LATE("#error-summary") {
            @Override
            void show(PageWorld pages) {
                JitRequestRef request = pages.application(WIRESHARK);
                pages.as("b.ray").open(request);
                pages.world.approve(request);
                pages.deny("not this week");
            }
        },
        APPROVED("#state.success") {
            @Override
            void show(PageWorld pages) {
                JitRequestRef request = pages.application(WIRESHARK);
                pages.as("a.lee").open(request);
                pages.approveFor(30, "change CHG0042");
                pages.world.live(Duration.ofMinutes(2));
                pages.open(request);
            }
        },
        DENIED_IN_CONSOLE("#state") {
            @Override
            void show(PageWorld pages) {
                JitRequestRef request = pages.admin(PRINTER);
                pages.denyInConsole(request);
                pages.as("a.lee").open(request);
            }
        },
        REFUSED_BY_EPM("#state.error") {
            @Override
            void show(PageWorld pages) {
                JitRequestRef request = pages.application(WIRESHARK);
                pages.world.epm.faults().once(DECIDE_APPLICATION, Fault.status(422));
                pages.world.approve(request);
                pages.world.live(Duration.ofMinutes(2));
                pages.as("a.lee").open(request);
            }
        },
        EXPIRED("#state.error") {
            @Override
            void show(PageWorld pages) {
                JitRequestRef request = pages.application(WIRESHARK);
                pages.world.approve(request);
                pages.world.clock.advance(Duration.ofHours(2));
                pages.world.live(Duration.ofMinutes(2));
                pages.as("a.lee").open(request);
            }
        },
        UNCONFIRMED("#state.error") {
            @Override
            Place place() {
                return Place.WHERE_EPM_ONLY_TELLS;
            }

            @Override
            void show(PageWorld pages) {
                JitRequestRef request = pages.admin(PRINTER);
                pages.world.epm.faults().once(DECIDE_ADMIN, Fault.dropReply());
                pages.world.approve(request);
                pages.world.live(Duration.ofMinutes(10));
                pages.as("a.lee").open(request);
            }
        },
        REPORTED("#state") {
            @Override
            Place place() {
                return Place.WHERE_EPM_ONLY_TELLS;
            }

            @Override
            void show(PageWorld pages) {
                JitRequestRef request = pages.admin(PRINTER);
                pages.world.hearOfADecision(request, "Approved");
                pages.world.live(Duration.ofMinutes(10));
                pages.as("a.lee").open(request);
            }
        },
        ENDED_AT_EPM("#state") {
            @Override
            void show(PageWorld pages) {
                JitRequestRef request = pages.admin(PRINTER);
                pages.world
                        .epm
                        .faults()
                        .always(
                                get("/management-api/v3/AdminAccessRequest/" + request.requestId()),
                                Fault.answer(Reply.json(
                                        200,
                                        "{\"requestInfo\": {\"requestId\": \"" + request.requestId()
                                                + "\"}, \"accessDecision\": {\"status\": \"Withdrawn\"}}")));
                pages.world.hearOfADecision(request, "Withdrawn");
                pages.world.live(Duration.ofMinutes(10));
                pages.as("a.lee").open(request);
                assertThat(pages.browser.text("#state")).contains("Withdrawn");
            }
        },
        NO_REQUEST_ID("#state") {
            @Override
            Place place() {
                return Place.WHERE_LISTS_NAME_NO_IDS;
            }

            @Override
            void show(PageWorld pages) {
                EpmRequest asked = pages.world.epm.requestApplication(WIRESHARK);
                pages.world.live(Duration.ofMinutes(10));
                pages.as("a.lee").open(JitRequestRef.application(asked.ticketNumber()));
                assertThat(pages.browser.count("form")).isZero();
            }
        },
        READ_ONLY("#state") {
            @Override
            Place place() {
                return Place.WITHOUT_VIEWERS;
            }

            @Override
            void show(PageWorld pages) {
                pages.open(pages.application(WIRESHARK));
                assertThat(pages.browser.count("form")).isZero();
            }
        },
        NOT_SIGNED_IN("h1") {
            @Override
            void show(PageWorld pages) {
                pages.open(pages.application(WIRESHARK));
            }
        },
        ROLE_MISSING("h1") {
            @Override
            void show(PageWorld pages) {
                pages.as(Viewer.of("o.perator", Role.ADMIN)).open(pages.application(WIRESHARK));
            }
        },
        NOT_FOUND("h1") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee");
                pages.browser.open(pages.site.at("/jit/requests/made-up"));
            }
        },
        LINK_EXPIRED("h1") {
            @Override
            void show(PageWorld pages) {
                URI link = pages.link(pages.application(WIRESHARK));
                pages.world.clock.advance(Duration.ofDays(91));
                pages.as("a.lee");
                pages.browser.open(link);
            }
        },
        FORM_FORGED("h1") {
            @Override
            void show(PageWorld pages) {
                pages.as("a.lee").open(pages.application(WIRESHARK));
                pages.browser.paste("[name=token]", "forged");
                pages.deny("forged");
            }
        };

        private final String mark;

        State(String mark) {
            this.mark = mark;
        }

        abstract void show(PageWorld pages);

        Place place() {
            return Place.EVERYDAY;
        }
    }

    /** In what surroundings a page is shown. */
    enum Place {
        /** Administrator's rights need two approvers. */
        EVERYDAY {
            @Override
            PageWorld open(Path directory) {
                return new PageWorld(
                        directory,
                        FakeEpm.builder(),
                        bridge -> bridge.decisionPolicy(DecisionPolicy.builder()
                                .identities(World.PEOPLE)
                                .secondApprover(
                                        about -> about.request().kind() == RequestKind.ADMIN, Duration.ofHours(24))
                                .build()));
            }
        },
        /** EPM can be told things there, and not be asked. */
        WHERE_EPM_ONLY_TELLS {
            @Override
            PageWorld open(Path directory) {
                PageWorld blind = new PageWorld(
                        directory, FakeEpm.builder().readableBy(new RequestIdKind[0]), UnaryOperator.identity());
                blind.world.epm.faults().always(get("/management-api/v3/AdminAccessRequest"), Fault.status(403));
                blind.world.epm.webhooks().policy(EpmEvent.ADMIN_DECISION_UPDATED, DeliveryPolicy.suppressed());
                return blind;
            }
        },
        /** What EPM tells of a request that its webhook has not told of lacks the id by which it could be decided. */
        WHERE_LISTS_NAME_NO_IDS {
            @Override
            PageWorld open(Path directory) {
                PageWorld nameless =
                        new PageWorld(directory, FakeEpm.builder().rowsWithRequestId(false), UnaryOperator.identity());
                nameless.world.epm.webhooks().policy(EpmEvent.APPLICATION_TICKET_CREATED, DeliveryPolicy.suppressed());
                nameless.world.live(Duration.ofMinutes(1));
                return nameless;
            }
        },
        /** Nobody says who looks at the page. */
        WITHOUT_VIEWERS {
            @Override
            PageWorld open(Path directory) {
                return PageWorld.withoutViewers(directory);
            }
        };

        abstract PageWorld open(Path directory);
    }

    private static final RequestMatcher DECIDE_APPLICATION =
            post("/management-api/v2/AuthorizationRequest/notification");
    private static final RequestMatcher DECIDE_ADMIN = post("/management-api/v3/AdminAccessRequest/approval");

    private final Map<Place, PageWorld> places = new EnumMap<>(Place.class);

    @BeforeAll
    void begin(@TempDir Path directory) throws IOException {
        for (Place place : Place.values()) {
            places.put(place, place.open(Files.createDirectory(directory.resolve(place.name()))));
        }
    }

    @AfterAll
    void end() {
        places.values().forEach(PageWorld::close);
    }

    static Stream<Arguments> statesAndLooks() {
        return Arrays.stream(State.values())
                .flatMap(state -> Arrays.stream(Look.values()).map(look -> Arguments.of(state, look)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("statesAndLooks")
    void nothingIsInAnybodysWay(State state, Look look) {
        PageWorld pages = places.get(state.place());
        Browser browser = Browser.fresh();
        look.take(browser);
        state.show(pages);
        assertThat(browser.count(state.mark)).as(state.mark).isEqualTo(1);
        Pictures.keep(
                "approval-" + state.name().toLowerCase(Locale.ROOT) + "-"
                        + look.name().toLowerCase(Locale.ROOT),
                browser);

        assertThat(browser.barriers()).as("barriers").isEmpty();
        assertThat(browser.tooWide()).as("too wide").isEmpty();
        assertThat(browser.complaints()).as("complaints").isEmpty();
    }
}
