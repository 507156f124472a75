package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.browser.Browser;
import io.epmjit.browser.Key;
import io.epmjit.decision.Approvers;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.model.JitRequestRef;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People decide in a browser: what reaches EPM, and what they are told. */
class ApprovalPageInBrowserTest {

    private static final String FINAL = "The server has accepted the decision. It is now final and cannot be changed";

    @TempDir
    private Path directory;

    private PageWorld pages;
    private World world;
    private Browser browser;

    @BeforeEach
    void begin() {
        begin(DecisionPolicy.standard(World.PEOPLE));
    }

    private void begin(DecisionPolicy policy) {
        pages = new PageWorld(directory, bridge -> bridge.decisionPolicy(policy));
        world = pages.world;
        browser = pages.browser;
    }

    /** Another policy than the usual one. */
    private void beginAgain(DecisionPolicy.Builder policy) {
        pages.close();
        directory.resolve("jit.db").toFile().delete();
        begin(policy.identities(World.PEOPLE).build());
    }

    @AfterEach
    void end() {
        assertThat(browser.complaints()).isEmpty();
        pages.close();
    }

    // ---- what reaches EPM

    @Test
    void approvesOnce() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        browser.click("#decision-approve");
        browser.click("#duration-once");
        browser.fill("#reason", "change CHG0042");
        browser.follow("#submit");

        assertThat(browser.text()).contains("Submitted, waiting for EPM");
        reachedEpm(request, "Approved", "Once", "change CHG0042");
    }

    @ParameterizedTest
    @CsvSource({"minutes,5,300", "minutes,1440,86400", "hours,1,3600", "hours,24,86400"})
    void approvesForATime(String unit, String amount, String seconds) {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        browser.click("#decision-approve");
        browser.click("#duration-" + unit);
        browser.fill("#amount", amount);
        browser.fill("#reason", "Größe 2 × „so“\nsecond line");
        browser.follow("#submit");

        reachedEpm(request, "Approved", seconds, "Größe 2 × „so“\nsecond line");
    }

    @Test
    void denies() {
        JitRequestRef request = pages.admin();
        pages.as("a.lee").open(request);
        pages.deny("not this week");

        assertThat(browser.text()).contains("Submitted, waiting for EPM");
        world.live(Duration.ofMinutes(2));
        assertThat(world.effective(request)).singleElement().satisfies(decision -> {
            assertThat(decision.status()).isEqualTo("Denied");
            assertThat(decision.performedBy()).isEqualTo("a.lee");
            assertThat(decision.message()).isEqualTo("not this week");
        });
    }

    @Test
    void whatTheUserAskedForIsFilledIn() {
        JitRequestRef request = pages.admin(Map.of("DurationRequested", "1800"));
        pages.as("a.lee").open(request);
        assertThat(browser.property("#duration-minutes", "checked")).isEqualTo(true);
        assertThat(browser.property("#amount", "value")).isEqualTo("30");

        browser.click("#decision-approve");
        browser.fill("#reason", "as asked");
        browser.follow("#submit");
        reachedEpm(request, "Approved", "1800", "as asked");
    }

    private void reachedEpm(JitRequestRef request, String status, String duration, String reason) {
        world.live(Duration.ofMinutes(2));
        assertThat(world.effective(request)).singleElement().satisfies(decision -> {
            assertThat(decision.status()).isEqualTo(status);
            assertThat(decision.duration()).isEqualTo(duration);
            assertThat(decision.performedBy()).isEqualTo("a.lee");
            assertThat(decision.message()).isEqualTo(reason);
        });
    }

    // ---- what the page shows

    @Test
    void anApplicationRequestShowsWhatTheGuidesFormShows() {
        pages.as("a.lee").open(pages.application(Map.of("User", "ACME\\jdoe", "HostName", "LAPTOP-17")));

        assertThat(browser.text("#details"))
                .contains("ACME\\jdoe", "LAPTOP-17", "7-Zip", "Igor Pavlov", "7z2409-x64.exe", "/S /D=")
                .contains("I need this installer");
        assertThat(browser.text()).doesNotContain("bdd1a33de78618d16ee4ce148b849932c05d0015491c34887846d431d29f308e");
        browser.click("#technical summary");
        assertThat(browser.text("#technical"))
                .contains("bdd1a33de78618d16ee4ce148b849932c05d0015491c34887846d431d29f308e");
    }

    @Test
    void anAdminRequestShowsWhatTheGuidesFormShows() {
        pages.as("a.lee").open(pages.admin(Map.of("UserName", "ACME\\jdoe", "DurationRequested", "5400")));

        assertThat(browser.text("#details"))
                .contains("User requesting access", "ACME\\jdoe", "S-1-5-21-1004336348")
                .contains("Computer ID", "Group ID", "Duration requested", "90 minutes")
                .contains("Reason for access", "Change of network settings")
                .contains("Request timestamp", "Ticket number from EPM");
        assertThat(browser.has("#duration-once")).isFalse();
    }

    @Test
    void theTicketIsOneClickAway() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        assertThat(browser.text("#details")).contains(world.ticket(request).key());
        assertThat(browser.attribute("#details a", "href"))
                .endsWith("/browse/" + world.ticket(request).key());
    }

    // ---- what the browser says before anything is sent

    @Test
    void theBrowserItselfMissesWhatIsMissing() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        browser.click("#submit");
        assertThat(browser.count("#decision-approve:invalid")).isEqualTo(1);
        assertThat(browser.count("#reason:invalid")).isEqualTo(1);
        assertThat(browser.has("#error-summary")).isFalse();

        browser.click("#decision-approve");
        browser.click("#duration-minutes");
        browser.fill("#amount", "1441");
        browser.fill("#reason", "because");
        browser.click("#submit");
        assertThat(browser.count("#amount:invalid")).isEqualTo(1);
        assertThat(pages.isUndecided(request)).isTrue();
    }

    // ---- what the server says, whatever the browser let pass

    @Test
    void everythingThatIsMissingIsSaidAtOnceAndLeadsToItsField() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        pages.sendUnchecked();

        assertThat(browser.focused()).isEqualTo("error-summary");
        assertThat(browser.title()).startsWith("Error:");
        assertThat(browser.text("#error-summary")).contains("There is a problem", "Please enter a reason");
        assertThat(browser.text("#reason-error")).contains("Please enter a reason");
        assertThat(browser.count("#error-summary a")).isEqualTo(2);

        browser.click("#error-summary a[href='#reason']");
        assertThat(browser.focused()).isEqualTo("reason");
        browser.click("#error-summary a[href='#decision-approve']");
        assertThat(browser.focused()).isEqualTo("decision-approve");
        assertThat(pages.isUndecided(request)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "minutes,4,Enter a number between 5 and 1440",
        "minutes,1441,Enter a number between 5 and 1440",
        "minutes,'',Enter a number between 5 and 1440",
        "hours,0,Enter a number between 1 and 24",
        "hours,25,Enter a number between 1 and 24"
    })
    void aDurationOutOfRangeIsRefusedInTheGuidesWords(String unit, String amount, String message) {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        browser.click("#decision-approve");
        browser.click("#duration-" + unit);
        browser.paste("#amount", amount);
        browser.fill("#reason", "change <CHG0042> & more");
        pages.sendUnchecked();

        assertThat(browser.text("#error-summary")).contains(message);
        assertThat(browser.text("#amount-error")).contains(message);
        assertThat(browser.property("#decision-approve", "checked")).isEqualTo(true);
        assertThat(browser.property("#duration-" + unit, "checked")).isEqualTo(true);
        assertThat(browser.property("#amount", "value")).isEqualTo(amount);
        assertThat(browser.property("#reason", "value")).isEqualTo("change <CHG0042> & more");
        assertThat(pages.isUndecided(request)).isTrue();
    }

    @Test
    void aBlankReasonIsNone() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        browser.click("#decision-deny");
        browser.paste("#reason", " \n \u200B ");
        pages.sendUnchecked();
        assertThat(browser.text("#error-summary")).contains("Please enter a reason");
        assertThat(pages.isUndecided(request)).isTrue();
    }

    @Test
    void afterTheMistakeIsMendedTheDecisionIsTaken() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        browser.click("#decision-deny");
        pages.sendUnchecked();
        browser.fill("#reason", "not this week");
        browser.follow("#submit");
        assertThat(browser.text()).contains("Submitted, waiting for EPM");
        assertThat(browser.address()).isEqualTo(pages.link(request));
    }

    // ---- who may not, and when it is too late

    @Test
    void nobodyApprovesTheirOwnRequest() {
        JitRequestRef request = pages.application(Map.of("User", "ACME\\a.lee"));
        pages.as("a.lee").open(request);
        pages.approveFor(30, "I need it");
        assertThat(browser.text("#error-summary")).contains("You cannot approve your own request");
        assertThat(pages.isUndecided(request)).isTrue();
    }

    @Test
    void onlyApproversDecide() {
        beginAgain(DecisionPolicy.builder().approvers(Approvers.group("JIT approvers")));
        JitRequestRef request = pages.application();
        pages.as("b.ray").open(request);
        pages.approveFor(30, "I may not");
        assertThat(browser.text("#error-summary"))
                .contains("You may not decide this request: ask one of its approvers");
        assertThat(pages.isUndecided(request)).isTrue();

        pages.as(Viewer.of("a.lee", Role.USER).in(Set.of("JIT approvers"))).open(request);
        pages.approveFor(30, "I may");
        assertThat(browser.text()).contains("Submitted, waiting for EPM");
    }

    @Test
    void whoeverNobodyKnowsIsNotBelieved() {
        JitRequestRef request = pages.application();
        pages.as("stranger").open(request);
        pages.approveFor(30, "trust me");
        assertThat(browser.text("#error-summary")).contains("Nobody knows whether you are the requester");
        assertThat(pages.isUndecided(request)).isTrue();
    }

    @Test
    void aRequestWhoseTicketIsClosedIsInactive() {
        JitRequestRef request = pages.application();
        world.jira.as(world.jira.approver()).setStatus(world.ticket(request).key(), "Resolved");
        pages.as("a.lee").open(request);
        pages.approveFor(30, "too late");
        assertThat(browser.text("#error-summary"))
                .contains("You cannot modify the decision because this request is inactive");
        assertThat(pages.isUndecided(request)).isTrue();
    }

    @Test
    void aRequestCanBeTooOld() {
        beginAgain(DecisionPolicy.builder().longestAge(Duration.ofHours(8)));
        JitRequestRef request = pages.application();
        world.clock.advance(Duration.ofHours(9));
        pages.as("a.lee").open(request);
        pages.approveFor(30, "too late");
        assertThat(browser.text("#error-summary")).contains("This request came in too long ago");
        assertThat(pages.isUndecided(request)).isTrue();
    }

    @Test
    void aSecondApproverIsAskedForAndIsSomebodyElse() {
        beginAgain(DecisionPolicy.builder().secondApprover(about -> true, Duration.ofHours(24)));
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        pages.approveFor(30, "first");
        assertThat(browser.text("#state")).contains("waiting for a second approver", "a.lee");

        pages.approveFor(30, "and once more");
        assertThat(browser.text("#error-summary")).contains("A second approver is needed");

        pages.as("b.ray").open(request);
        pages.approveFor(60, "second");
        assertThat(browser.text("#state")).contains("Submitted, waiting for EPM");
        world.live(Duration.ofMinutes(2));
        assertThat(world.effective(request))
                .singleElement()
                .satisfies(decision -> assertThat(decision.duration()).isEqualTo("1800"));
    }

    @Test
    void whoComesSecondIsToldWhoWon() {
        JitRequestRef request = pages.application();
        pages.as("b.ray").open(request);
        world.approve(request);
        pages.deny("I am too late");

        assertThat(browser.text("#error-summary")).contains("submitted, waiting for EPM", "approved", "a.lee");
        assertThat(browser.has("form")).isFalse();
        world.live(Duration.ofMinutes(2));
        assertThat(world.effective(request))
                .singleElement()
                .satisfies(decision -> assertThat(decision.status()).isEqualTo("Approved"));
    }

    @Test
    void whileADecisionIsBeingSentThePageSaysSoAndOffersNone() {
        JitRequestRef request = pages.application();
        world.approve(request);
        pages.as("b.ray").open(request);

        assertThat(browser.text("#state")).contains("Submitted, waiting for EPM", "a.lee", "30 minutes");
        assertThat(browser.has("form")).isFalse();
    }

    @Test
    void whatEpmHasTakenIsFinal() {
        JitRequestRef request = pages.application();
        pages.as("b.ray").open(request);
        world.approve(request);
        world.live(Duration.ofMinutes(2));
        pages.deny("much too late");
        assertThat(browser.text("#error-summary")).contains(FINAL);

        pages.open(request);
        assertThat(browser.text("#state")).contains("Approved", "a.lee", FINAL);
        assertThat(browser.text("#story")).contains("a.lee", "change CHG0042");
        assertThat(browser.has("form")).isFalse();
    }

    @Test
    void whatWasDecidedInTheConsoleMeanwhileStands() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        pages.denyInConsole(request);
        pages.approveFor(30, "too late");

        assertThat(browser.text("#error-summary")).contains(FINAL);
        pages.open(request);
        assertThat(browser.text("#state")).contains("Denied", "console.admin");
        assertThat(world.effective(request)).hasSize(1);
    }

    @Test
    void aFormThatLayOpenTooLongIsAskedForAgainAndKeepsWhatWasTyped() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        browser.click("#decision-deny");
        browser.fill("#reason", "typed before lunch");
        world.clock.advance(Duration.ofHours(5));
        browser.follow("#submit");

        assertThat(browser.has("#error-summary")).isTrue();
        assertThat(browser.property("#reason", "value")).isEqualTo("typed before lunch");
        assertThat(pages.isUndecided(request)).isTrue();
        browser.follow("#submit");
        assertThat(browser.text()).contains("Submitted, waiting for EPM");
    }

    // ---- everybody

    @Test
    void theKeyboardAloneIsEnough() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        tabTo("decision-approve");
        browser.press(Key.SPACE);
        tabTo("duration-once");
        browser.press(Key.SPACE, Key.DOWN);
        assertThat(browser.focused()).isEqualTo("duration-minutes");
        tabTo("amount");
        browser.type("45");
        tabTo("reason");
        browser.type("by keyboard");
        tabTo("submit");
        browser.pressAndFollow(Key.ENTER);

        assertThat(browser.text()).contains("Submitted, waiting for EPM");
        reachedEpm(request, "Approved", "2700", "by keyboard");
    }

    @Test
    void mistakesAreFoundAndMendedByKeyboard() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        pages.sendUnchecked();
        assertThat(browser.focused()).isEqualTo("error-summary");
        browser.press(Key.TAB, Key.ENTER);
        assertThat(browser.focused()).isEqualTo("decision-approve");
        browser.press(Key.DOWN);
        tabTo("reason");
        browser.type("by keyboard");
        tabTo("submit");
        browser.pressAndFollow(Key.SPACE);

        assertThat(browser.text()).contains("Submitted, waiting for EPM");
    }

    /** As somebody does who cannot point: and sees all the way where they are. */
    private void tabTo(String id) {
        for (int presses = 0; !browser.focused().equals(id); presses++) {
            assertThat(presses).as("presses of Tab on the way to " + id).isLessThan(15);
            browser.press(Key.TAB);
            assertThat(browser.script("return getComputedStyle(document.activeElement).outlineStyle;"))
                    .as("focus is seen on " + browser.focused())
                    .isEqualTo("solid");
        }
    }

    @Test
    void nobodyNeedsScripts() {
        JitRequestRef request = pages.application();
        browser.withoutScript();
        pages.as("a.lee").open(request);
        browser.click("#technical summary");
        assertThat(browser.shows("#technical dl")).isTrue();
        pages.approveFor(4, "too short");
        assertThat(browser.text("#error-summary")).contains("Enter a number between 5 and 1440");
        browser.fill("#amount", "5");
        browser.follow("#submit");

        assertThat(browser.text()).contains("Submitted, waiting for EPM");
        reachedEpm(request, "Approved", "300", "too short");
    }

    @Test
    void everyFieldIsCalledByItsName() {
        pages.as("a.lee").open(pages.application());
        assertThat(browser.spokenName("form")).isEqualTo("Your decision");
        assertThat(browser.spokenName("#decision-approve")).isEqualTo("Approve");
        assertThat(browser.spokenName("#decision-deny")).isEqualTo("Deny");
        assertThat(browser.spokenName("#duration-minutes")).isEqualTo("Minutes (5 to 1440)");
        assertThat(browser.spokenName("#amount")).isEqualTo("Number of minutes or hours");
        assertThat(browser.spokenName("#reason")).isEqualTo("Reason");
    }

    @Test
    void thePageIsDarkForWhomLikesItDark() {
        pages.as("a.lee").open(pages.application());
        String light = browser.style(":root", "background-color");
        browser.dark();
        assertThat(light).isEqualTo("rgba(255, 255, 255, 1)");
        assertThat(browser.style(":root", "background-color")).isEqualTo("rgba(19, 23, 31, 1)");
    }

    // ---- languages

    @Test
    void thePageSpeaksTheReadersLanguage() {
        JitRequestRef request = pages.application();
        browser.language("de-AT,de,en");
        pages.as("a.lee").open(request);
        assertThat(browser.attribute("html", "lang")).isEqualTo("de");
        assertThat(browser.text()).contains("Genehmigen", "Ablehnen");
        pages.sendUnchecked();
        assertThat(browser.text("#error-summary")).doesNotContain("Please enter a reason");
        pages.deny("diese Woche nicht");
        world.live(Duration.ofMinutes(2));
        assertThat(world.effective(request))
                .singleElement()
                .satisfies(decision -> assertThat(decision.message()).isEqualTo("diese Woche nicht"));
    }
}
