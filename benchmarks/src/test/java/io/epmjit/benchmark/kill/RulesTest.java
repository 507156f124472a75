package io.epmjit.benchmark.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Journals in which one thing is wrong: each must be found, or a PASS of the program says nothing. */
class RulesTest {

    private static final String STAMP = "customfield_10001";
    private static final Settings SETTINGS = new Settings(
            1,
            1,
            1,
            Path.of("nowhere"),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1));

    private final List<String> epm = new ArrayList<>();
    private final List<String> jira = new ArrayList<>();
    private final List<String> bridge = new ArrayList<>();
    private final List<String> campaign = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Set<String> kept = Set.of("made-r1", "decided-r1");
    private boolean rested = true;
    private Settings settings = SETTINGS;

    /** One request, asked for, decided here, and over; and the one kill that was asked for. */
    RulesTest() {
        epm("request made", "'requestId':'r1','kind':'ADMIN'");
        webhook("r1", "ADMIN_TICKET_CREATED", 202, "made-r1");
        issue("T-1", "r1");
        campaign("decision proposed", "'requestId':'r1','answer':'10','by':'ann','verdict':'ACCEPTED'");
        read("r1", "Pending");
        send(7, "r1", "Approved");
        decided(7, "r1", "Approved", "ann");
        webhook("r1", "ADMIN_DECISION_UPDATED", 202, "decided-r1");
        jira("comment added", "'issue':'T-1','id':'1','text':'Final\\nReference: epm-jit:note-confirmed:1'");
        jira("status changed", "'issue':'T-1','category':'DONE'");
        campaign("killed", "'kind':'InFlight','aim':'TICKET WORK','open':5");
    }

    private void epm(String what, String fields) {
        epm.add(line(what, fields));
    }

    private void jira(String what, String fields) {
        jira.add(line(what, fields));
    }

    private void campaign(String what, String fields) {
        campaign.add(line(what, fields));
    }

    private static String line(String what, String fields) {
        return ("{'what':'" + what + "'," + fields + "}").replace('\'', '"');
    }

    private void webhook(String request, String event, int status, String body) {
        epm(
                "webhook sent",
                "'requestId':'" + request + "','event':'" + event + "','status':" + status + ",'bodySha256':'" + body
                        + "'");
    }

    private void issue(String key, String request) {
        jira("issue created", "'key':'" + key + "','" + STAMP + "':'" + request + "'");
    }

    private void read(String request, String status) {
        epm("read", "'requestId':'" + request + "','status':'" + status + "'");
    }

    private void send(int call, String request, String status) {
        epm("arrived", "'call':" + call);
        epm("decision arrived", "'call':" + call + ",'requestId':'" + request + "','status':'" + status + "'");
    }

    private void decided(int call, String request, String status, String by) {
        epm(
                "decided",
                "'call':" + call + ",'requestId':'" + request + "','status':'" + status + "','by':'" + by
                        + "','origin':'API'");
    }

    private void console(String request, String status) {
        epm("decided", "'requestId':'" + request + "','status':'" + status + "','by':'con','origin':'CONSOLE'");
    }

    private Set<Rule> broken() {
        Verdict verdict = Rules.judge(
                settings,
                new History(entries(epm), entries(jira), entries(bridge), entries(campaign), log, kept, STAMP, rested));
        return verdict.findings().stream().map(Finding::rule).collect(Collectors.toSet());
    }

    private static List<Entry> entries(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            entries.add(Entry.parse(entries.size(), line));
        }
        return entries;
    }

    @Test
    void whatIsInOrderPasses() {
        assertThat(broken()).isEmpty();
    }

    @Test
    void aSecondTicketIsFound() {
        issue("T-2", "r1");
        jira("status changed", "'issue':'T-2','category':'DONE'");
        assertThat(broken()).containsExactly(Rule.ONE_TICKET);
    }

    @Test
    void whereIssuesAreHiddenBeyondTheDelayASecondTicketMustBeReported() {
        settings = SETTINGS.hidingBeyondTheDelay(Path.of("nowhere"));
        for (int kill = 1; kill < settings.kills(); kill++) {
            campaign("killed", "'kind':'InFlight','aim':'TICKET REPLY','open':5");
        }
        assertThat(broken()).containsExactly(Rule.MET_OFTEN_ENOUGH);
        for (int more = 2; more < 2 + settings.kills(); more++) {
            issue("T-" + more, "r1");
            jira("status changed", "'issue':'T-" + more + "','category':'DONE'");
        }
        assertThat(broken()).containsExactly(Rule.REPORTED);
        for (int more = 3; more < 2 + settings.kills(); more++) {
            bridge.add(
                    line("TicketDuplicated", "'request':'r1','standing':'jira:T-1','duplicate':'jira:T-" + more + "'"));
        }
        assertThat(broken()).containsExactly(Rule.REPORTED);
        jira("comment added", "'issue':'T-3','id':'2','text':'A duplicate\\nReference: epm-jit:duplicate'");
        assertThat(broken()).containsExactly(Rule.REPORTED);
        // A kill kept the listener from hearing of it.
        jira("comment added", "'issue':'T-2','id':'3','text':'A duplicate\\nReference: epm-jit:duplicate'");
        assertThat(broken()).isEmpty();
    }

    @Test
    void aRequestThatWasAcknowledgedAndHasNoTicketIsFound() {
        epm("request made", "'requestId':'r2','kind':'ADMIN'");
        webhook("r2", "ADMIN_TICKET_CREATED", 503, "made-r1");
        assertThat(broken()).isEmpty();
        webhook("r2", "ADMIN_TICKET_CREATED", 202, "made-r1");
        assertThat(broken()).containsExactly(Rule.ONE_TICKET);
    }

    @Test
    void aTicketForARequestThatNobodyMadeIsFound() {
        issue("T-2", "r2");
        jira("status changed", "'issue':'T-2','category':'DONE'");
        assertThat(broken()).containsExactly(Rule.ONE_TICKET);
    }

    @Test
    void aSecondEffectiveDecisionIsFoundAlsoAfterARead() {
        read("r1", "Pending");
        send(8, "r1", "Denied");
        decided(8, "r1", "Denied", "ann");
        assertThat(broken()).containsExactly(Rule.ONE_DECISION);
    }

    @Test
    void anApprovalThatIsSentAgainWithoutAReadIsFoundAlsoIfItHadNoEffect() {
        send(8, "r1", "Approved");
        assertThat(broken()).containsExactly(Rule.NO_APPROVAL_TWICE);
    }

    @Test
    void anApprovalThatIsSentAgainAfterAReadThatSaidApprovedIsFound() {
        read("r1", "Approved");
        send(8, "r1", "Approved");
        assertThat(broken()).containsExactly(Rule.NO_APPROVAL_TWICE);
    }

    @Test
    void anApprovalMayBeSentAgainAfterAReadThatSaidPending() {
        read("r1", "Pending");
        send(8, "r1", "Approved");
        assertThat(broken()).isEmpty();
    }

    @Test
    void aConsoleDecisionThatWasThereToBeReadAndIsOverwrittenIsFound() {
        second();
        console("r2", "Denied");
        read("r2", "Denied");
        send(9, "r2", "Approved");
        decided(9, "r2", "Approved", "ann");
        assertThat(broken()).containsExactly(Rule.NO_CONSOLE_DECISION_OVERWRITTEN);
    }

    @Test
    void aDecisionThatIsSentWithoutAReadIsFound() {
        second();
        send(9, "r2", "Approved");
        decided(9, "r2", "Approved", "ann");
        assertThat(broken()).containsExactly(Rule.NO_CONSOLE_DECISION_OVERWRITTEN);
    }

    @Test
    void aConsoleDecisionBetweenReadAndSendMustBeReportedIfTheBridgeWasToldOfIt() {
        second();
        read("r2", "Pending");
        console("r2", "Denied");
        send(9, "r2", "Approved");
        decided(9, "r2", "Approved", "ann");
        assertThat(broken()).isEmpty();
        webhook("r2", "ADMIN_DECISION_UPDATED", 202, "decided-r1");
        assertThat(broken()).isEmpty();
        webhook("r2", "ADMIN_DECISION_UPDATED", 202, "decided-r1','by':'con");
        assertThat(broken()).containsExactly(Rule.REPORTED);
        bridge.add(line("DecisionOverwritten", "'request':'r2'"));
        assertThat(broken()).isEmpty();
    }

    @Test
    void whatAnotherWorkerIsToldMeanwhileTheSenderCannotKnow() {
        second();
        epm("question arrived", "'call':20,'requestId':'r2','worker':'0 a'");
        epm("read", "'call':20,'requestId':'r2','status':'Pending'");
        console("r2", "Denied");
        epm("question arrived", "'call':21,'requestId':'r2','worker':'0 b'");
        epm("read", "'call':21,'requestId':'r2','status':'Denied'");
        epm("arrived", "'call':9");
        epm("decision arrived", "'call':9,'requestId':'r2','status':'Approved','worker':'0 a'");
        decided(9, "r2", "Approved", "ann");
        assertThat(broken()).isEmpty();
    }

    @Test
    void aConsoleDecisionWhileOurSendIsOnItsWayCountsAsBetween() {
        second();
        read("r2", "Pending");
        send(9, "r2", "Approved");
        console("r2", "Denied");
        read("r2", "Denied");
        decided(9, "r2", "Approved", "ann");
        assertThat(broken()).isEmpty();
    }

    private void second() {
        epm("request made", "'requestId':'r2','kind':'ADMIN'");
        webhook("r2", "ADMIN_TICKET_CREATED", 202, "made-r1");
        issue("T-2", "r2");
        jira("status changed", "'issue':'T-2','category':'DONE'");
    }

    @Test
    void anAcknowledgedWebhookThatIsNotInTheLedgerIsFound() {
        kept = Set.of("made-r1");
        assertThat(broken()).containsExactly(Rule.NO_WEBHOOK_MISSING);
    }

    @Test
    void anAcceptedDecisionThatNeverArrivesMustBeReported() {
        second();
        campaign("decision proposed", "'requestId':'r2','answer':'DENY','by':'bob','verdict':'REFUSED FINAL'");
        assertThat(broken()).isEmpty();
        campaign("decision proposed", "'requestId':'r2','answer':'DENY','by':'ann','verdict':'ACCEPTED'");
        assertThat(broken()).containsExactly(Rule.NO_DECISION_LOST);
        bridge.add(line("DecisionFailed", "'request':'r2','state':'CONFLICT'"));
        assertThat(broken()).isEmpty();
    }

    @Test
    void aNoteThatStandsTwiceIsFound() {
        jira("comment added", "'issue':'T-1','id':'2','text':'Again\\nReference: epm-jit:note-confirmed:1'");
        assertThat(broken()).containsExactly(Rule.NO_NOTE_TWICE);
    }

    @Test
    void aTicketThatIsLeftOpenIsFound() {
        jira("status changed", "'issue':'T-1','category':'TO_DO'");
        assertThat(broken()).containsExactly(Rule.EVERY_TICKET_RESOLVED);
    }

    @Test
    void whatIsGivenUpOrUnexpectedIsFound() {
        bridge.add(line("WorkGivenUp", "'request':'r1'"));
        assertThat(broken()).containsExactly(Rule.NOTHING_GIVEN_UP);
        bridge.clear();
        log.add("04:01:07.266 [worker] ERROR io.epmjit.ledger.Engine - What became of it could not be written down");
        assertThat(broken()).containsExactly(Rule.NOTHING_GIVEN_UP);
    }

    @Test
    void whatANodeCouldNotWriteIsFoundUnlessItWasFrozenInTheTransaction() {
        log.add("04:01:07.266 [web] ERROR io.epmjit.bridge.WebhookEndpoint - A webhook could not be written down");
        log.add("io.epmjit.ledger.LedgerException: terminating connection due to idle-in-transaction timeout");
        assertThat(broken()).containsExactly(Rule.NOTHING_GIVEN_UP);
        campaign("killed", "'kind':'AtEdge','aim':'WEBHOOK_WRITTEN','fate':'FROZEN','open':5");
        assertThat(broken()).doesNotContain(Rule.NOTHING_GIVEN_UP);
        log.addAll(List.copyOf(log));
        assertThat(broken()).contains(Rule.NOTHING_GIVEN_UP);
    }

    @Test
    void whatIsStillDueIsFound() {
        rested = false;
        assertThat(broken()).containsExactly(Rule.AT_REST);
    }

    @Test
    void aKillWithFourOpenRequestsIsFound() {
        campaign("killed", "'kind':'InFlight','aim':'TICKET WORK','open':4");
        assertThat(broken()).containsExactly(Rule.FIVE_OPEN);
    }

    @Test
    void tooFewKillsAreFound() {
        campaign.remove(campaign.size() - 1);
        assertThat(broken()).containsExactly(Rule.MET_OFTEN_ENOUGH);
    }

    @Test
    void aKillAtAnEdgeWithoutAProcessThatEndedThereIsFound() {
        campaign("killed", "'kind':'AtEdge','aim':'CLAIM_WRITTEN','open':5");
        assertThat(broken()).containsExactly(Rule.MET_OFTEN_ENOUGH);
        bridge.add(line("halted", "'edge':'CLAIM_WRITTEN'"));
        assertThat(broken()).isEmpty();
    }

    @Test
    void edgesAndFaultsThatWereNotMetAreFound() {
        Settings hundred = new Settings(
                100,
                1,
                1,
                Path.of("nowhere"),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1));
        Verdict verdict = Rules.judge(
                hundred,
                new History(entries(epm), entries(jira), entries(bridge), entries(campaign), log, kept, STAMP, rested));
        assertThat(verdict.findings())
                .extracting(Finding::what)
                .contains("only 1 kills of 100", "CLAIM_WRITTEN was met only 0 times", "worked late only 0 times");
    }
}
