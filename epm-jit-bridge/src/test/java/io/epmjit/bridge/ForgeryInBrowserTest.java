package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.browser.Browser;
import io.epmjit.browser.WebSite;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links and forms that somebody made up, found, or wants others to send: none shows or decides anything. */
class ForgeryInBrowserTest {

    private static final String NOTHING_HERE = "This address leads to no page";
    private static final String NOT_TAKEN = "This form did not come from a page of this application";

    @TempDir
    private Path directory;

    private PageWorld pages;
    private Browser browser;
    private JitRequestRef request;

    @BeforeEach
    void begin() {
        pages = new PageWorld(directory);
        browser = pages.browser;
        request = pages.application();
    }

    @AfterEach
    void end() {
        pages.close();
    }

    private void showsNothing(String but) {
        assertThat(browser.text()).contains(but).doesNotContain("7-Zip", "ACME\\user1", "I need this installer");
        assertThat(browser.has("form")).isFalse();
        assertThat(pages.isUndecided(request)).isTrue();
    }

    // ---- links

    @Test
    void anExpiredLinkShowsNothingAndSaysSo() {
        URI link = pages.link(request);
        pages.world.clock.advance(Duration.ofDays(91));
        pages.as("a.lee");
        browser.open(link);
        showsNothing("expired");
    }

    @Test
    void aForgedLinkShowsNothing() {
        pages.as("a.lee");
        String link = pages.link(request).toString();
        int dot = link.lastIndexOf('.');
        for (String forged : List.of(
                link.substring(0, dot),
                link.substring(0, dot + 1),
                link.substring(0, dot + 2) + (link.charAt(dot + 2) == 'A' ? 'B' : 'A') + link.substring(dot + 3),
                link.substring(0, dot - 1) + link.substring(dot),
                link.substring(0, link.lastIndexOf('/') + 1) + request.requestId(),
                link.substring(0, link.lastIndexOf('/') + 1),
                link + "/",
                link + "/more")) {
            browser.open(URI.create(forged));
            showsNothing(NOTHING_HERE);
        }
    }

    @Test
    void aLinkOfAnotherInstallationShowsNothing(@TempDir Path elsewhere) {
        pages.as("a.lee");
        try (World other = new World(elsewhere, FakeEpm.builder(), bridge -> bridge.publicUrl(pages.site.at("/jit")))) {
            browser.open(URI.create(
                    other.bridge().approvalLinks().to(new TenantRequest(pages.world.epm.tenantId(), request))));
        }
        showsNothing(NOTHING_HERE);
    }

    @Test
    void aLinkToNobodysRequestShowsNothing() {
        pages.as("a.lee");
        browser.open(URI.create(pages.world.bridge().approvalLinks().to(new TenantRequest("another-tenant", request))));
        showsNothing(NOTHING_HERE);
    }

    // ---- who looks

    @Test
    void aLinkAloneLetsNobodyIn() {
        pages.open(request);
        showsNothing("Nobody is signed in");
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "USER", mode = EnumSource.Mode.EXCLUDE)
    void anotherRoleIsNotEnough(Role role) {
        pages.as(Viewer.of("a.lee", role)).open(request);
        showsNothing("Your account lacks the role for this page");
    }

    @Test
    void whoeverSignsOutWhileTheFormIsOpenDecidesNothing() {
        pages.as("a.lee").open(request);
        pages.signOutEverybody();
        pages.deny("from a session that is over");
        showsNothing("Nobody is signed in");
    }

    // ---- forms

    @Test
    void aFormWithoutItsTokenIsNotTaken() {
        pages.as("a.lee").open(request);
        browser.script("document.querySelector('[name=token]').remove();");
        pages.deny("no token");
        showsNothing(NOT_TAKEN);
    }

    @Test
    void theTokenOfSomebodyElseIsNotTaken() {
        pages.as("b.ray").open(request);
        String stolen = token();
        pages.as("a.lee").open(request);
        use(stolen);
        pages.deny("a stolen token");
        showsNothing(NOT_TAKEN);
    }

    @Test
    void theTokenOfAnotherRequestIsNotTaken() {
        JitRequestRef other = pages.admin();
        pages.as("a.lee").open(other);
        String token = token();
        pages.open(request);
        use(token);
        pages.deny("a token of another form");
        showsNothing(NOT_TAKEN);
    }

    @Test
    void aTokenThatSomebodyMadeYoungerIsNotTaken() {
        pages.as("a.lee").open(request);
        use(token().replaceFirst("^\\d+", "99999999999"));
        pages.deny("a token for ever");
        showsNothing(NOT_TAKEN);
    }

    private String token() {
        return (String) browser.property("[name=token]", "value");
    }

    private void use(String token) {
        browser.paste("[name=token]", token);
    }

    // ---- other sites

    /** All that a form of ours holds, a genuine token included, on a page of somebody who knows the link. */
    private String copiedForm(String token) {
        return "<!doctype html><title>Win a prize</title><form method=post action='" + pages.link(request) + "'>"
                + "<input type=hidden name=token value='" + token + "'>"
                + "<input type=hidden name=decision value=approve>"
                + "<input type=hidden name=duration value=hours><input type=hidden name=amount value=24>"
                + "<input type=hidden name=reason value=prize><button id=prize>Claim your prize</button></form>";
    }

    @Test
    void anotherSiteCannotMakeAnApproverSendTheForm() {
        pages.as("a.lee").open(request);
        String token = token();
        try (WebSite foreign = new WebSite()) {
            foreign.page("/prize", copiedForm(token)).start();
            browser.open(foreign.elsewhereAt("/prize"));
            browser.follow("#prize");
        }
        assertThat(browser.address()).isEqualTo(pages.link(request));
        showsNothing(NOT_TAKEN);
    }

    @Test
    void anotherApplicationOnTheSameHostCannotEither() {
        pages.as("a.lee").open(request);
        String token = token();
        try (WebSite neighbour = new WebSite()) {
            neighbour.page("/prize", copiedForm(token)).start();
            browser.open(neighbour.at("/prize"));
            browser.follow("#prize");
        }
        showsNothing(NOT_TAKEN);
    }

    @Test
    void thePageCannotBeFramed() {
        pages.as("a.lee");
        try (WebSite foreign = new WebSite()) {
            foreign.page("/frame", "<!doctype html><title>t</title><iframe src='" + pages.link(request) + "'></iframe>")
                    .start();
            browser.open(foreign.at("/frame"));
            assertThat(browser.complaints())
                    .anySatisfy(complaint -> assertThat(complaint).contains("frame"));
        }
    }

    @Test
    void nobodyLearnsTheLinkByBeingLinkedTo() {
        List<String> referrers = new CopyOnWriteArrayList<>();
        try (WebSite foreign = new WebSite()) {
            foreign.mount("/here", visit -> {
                        referrers.add(visit.header("Referer").orElse("none"));
                        return EndpointResponse.text(200, "seen");
                    })
                    .start();
            pages.as("a.lee").open(request);
            browser.script(
                    "document.querySelector('#details a').href = arguments[0];",
                    foreign.at("/here").toString());
            browser.follow("#details a");
            assertThat(browser.text()).isEqualTo("seen");
        }
        assertThat(referrers).isNotEmpty().containsOnly("none");
    }
}
