package io.epmjit.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.connector.ConnectorId;
import io.epmjit.decision.TicketView.Condition;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.EarlierDecision;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.DurationLimits;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule by itself, and which of two speaks first. */
class DecisionPolicyTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final JitRequestRef APPLICATION = JitRequestRef.application("r-1");
    private static final JitRequestRef ADMIN = JitRequestRef.admin("r-1");
    private static final ConnectorId JIRA = ConnectorId.of("jira");
    private static final ConnectorId SNOW = ConnectorId.of("snow");

    private static IdentityMapping people() {
        return IdentityMapping.downLevel("ACME", "acme.example")
                .or(IdentityMapping.userPrincipalNames("acme.example"))
                .or(IdentityMapping.emails(Map.of("mail.acme.com", "acme.example")))
                .or(IdentityMapping.accounts(Map.of("712020:LEE", "a.lee@acme.example")));
    }

    private static ImmutableDecisionCase.Builder request(JitRequestRef request) {
        return DecisionCase.builder()
                .request(request)
                .tenant("acme")
                .openedAt(NOON.minus(Duration.ofMinutes(10)))
                .now(NOON)
                .requester("ACME\\jdoe");
    }

    private static DecisionProposal.Builder approval(JitRequestRef request) {
        return DecisionProposal.approve(request, AccessDuration.minutes(30))
                .by("a.lee@acme.example")
                .reason("change CHG0042");
    }

    private static DecisionProposal.Builder denial(JitRequestRef request) {
        return DecisionProposal.deny(request).by("a.lee@acme.example").reason("not needed");
    }

    private static RecordedDecision earlier(DecisionState state) {
        return earlier(state, Optional.of("b.ray@acme.example"), NOON.minusSeconds(60));
    }

    private static RecordedDecision earlier(DecisionState state, Optional<String> approverId, Instant when) {
        return EarlierDecision.in(state, approverId, when);
    }

    private static DecisionPolicy standard() {
        return DecisionPolicy.standard(people());
    }

    private static Refusal refusal(DecisionVerdict verdict) {
        assertThat(verdict.isAccepted()).isFalse();
        assertThat(verdict.isAwaitingSecond()).isFalse();
        assertThat(verdict.message()).isNotBlank();
        return verdict.refusal().orElseThrow();
    }

    @Test
    void anOrdinaryDecisionIsAccepted() {
        DecisionVerdict approved = standard()
                .judge(request(APPLICATION).build(), approval(APPLICATION).build());
        assertThat(approved.isAccepted()).isTrue();
        assertThat(approved.refusal()).isEmpty();
        assertThat(approved.message()).isEqualTo("submitted, waiting for EPM");
        assertThat(standard()
                        .judge(request(ADMIN).build(), denial(ADMIN).build())
                        .isAccepted())
                .isTrue();
    }

    // ---- how the request stands

    @ParameterizedTest
    @CsvSource({"ACCEPTED,BEING_SENT", "ACKNOWLEDGED,FINAL", "UNCONFIRMED,EARLIER_APPROVAL_UNCONFIRMED"})
    void anEarlierDecisionKeepsAnotherApprovalOut(DecisionState earlier, Refusal refusal) {
        DecisionCase about = request(ADMIN).addEarlier(earlier(earlier)).build();
        assertThat(refusal(standard().judge(about, approval(ADMIN).build()))).isEqualTo(refusal);
    }

    @ParameterizedTest
    @EnumSource(
            value = DecisionState.class,
            names = {"REFUSED", "EXPIRED", "CONFLICT", "SECONDED", "SUPERSEDED"})
    void anEarlierDecisionThatCameToNothingKeepsNobodyOut(DecisionState earlier) {
        DecisionCase about = request(ADMIN).addEarlier(earlier(earlier)).build();
        assertThat(standard().judge(about, approval(ADMIN).build()).isAccepted())
                .isTrue();
    }

    @Test
    void afterAnUnconfirmedDecisionADenialIsTaken() {
        DecisionCase about =
                request(ADMIN).addEarlier(earlier(DecisionState.UNCONFIRMED)).build();
        assertThat(standard().judge(about, denial(ADMIN).build()).isAccepted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Approved,FINAL", "Denied,FINAL", "Expired,ENDED_AT_EPM", "SomethingNew,ENDED_AT_EPM"})
    void whatEpmSaysCounts(String status, Refusal refusal) {
        DecisionCase about = request(ADMIN).atEpm(DecisionStatus.of(status)).build();
        DecisionVerdict verdict = standard().judge(about, denial(ADMIN).build());
        assertThat(refusal(verdict)).isEqualTo(refusal);
        if (refusal == Refusal.FINAL) {
            assertThat(verdict.message())
                    .isEqualTo("The server has accepted the decision. It is now final and cannot be changed");
        }
    }

    @Test
    void aPendingRequestIsDecidable() {
        DecisionCase about = request(ADMIN).atEpm(DecisionStatus.PENDING).build();
        assertThat(standard().judge(about, approval(ADMIN).build()).isAccepted())
                .isTrue();
    }

    @Test
    void aPolicyMayTakeOnlyWhatEpmItselfKnows() {
        DecisionPolicy strict =
                DecisionPolicy.builder().identities(people()).verifiedOnly().build();
        assertThat(refusal(strict.judge(request(ADMIN).build(), approval(ADMIN).build())))
                .isEqualTo(Refusal.NOT_VERIFIED);
        assertThat(strict.judge(
                                request(ADMIN).atEpm(DecisionStatus.PENDING).build(),
                                approval(ADMIN).build())
                        .isAccepted())
                .isTrue();
    }

    @Test
    void aPolicyMaySetALongestAgeAndTheLastMomentCounts() {
        DecisionPolicy strict = DecisionPolicy.builder()
                .identities(people())
                .longestAge(Duration.ofHours(2))
                .build();
        DecisionCase justInTime =
                request(ADMIN).openedAt(NOON.minus(Duration.ofHours(2))).build();
        DecisionCase tooLate = request(ADMIN)
                .openedAt(NOON.minus(Duration.ofHours(2)).minusMillis(1))
                .build();
        assertThat(strict.judge(justInTime, approval(ADMIN).build()).isAccepted())
                .isTrue();
        DecisionVerdict late = strict.judge(tooLate, approval(ADMIN).build());
        assertThat(refusal(late)).isEqualTo(Refusal.TOO_OLD);
        assertThat(late.message()).contains("2 hours");
    }

    @Test
    void aClosedTicketKeepsItsRequestFromBeingDecidedInTheGuidesWords() {
        DecisionVerdict verdict =
                standard().judge(with(Condition.INACTIVE), approval(ADMIN).build());
        assertThat(refusal(verdict)).isEqualTo(Refusal.INACTIVE);
        assertThat(verdict.message()).isEqualTo("You cannot modify the decision because this request is inactive");
    }

    private static DecisionCase with(Condition condition) {
        return request(ADMIN).addTickets(new TicketView(JIRA, condition)).build();
    }

    @ParameterizedTest
    @EnumSource(
            value = Condition.class,
            names = {"ACTIVE", "UNREADABLE"})
    void pageAndCodeGoOnWhereTheTicketIsActiveOrCannotBeRead(Condition condition) {
        assertThat(standard().judge(with(condition), approval(ADMIN).build()).isAccepted())
                .isTrue();
    }

    @Test
    void ofTwoTicketsOneThatIsActiveIsEnough() {
        DecisionCase about = request(ADMIN)
                .addTickets(new TicketView(JIRA, Condition.INACTIVE), new TicketView(SNOW, Condition.ACTIVE))
                .build();
        assertThat(standard().judge(about, approval(ADMIN).build()).isAccepted())
                .isTrue();
    }

    @Test
    void aTicketThatCannotBeReadDoesNotMakeAClosedOneActive() {
        DecisionCase about = request(ADMIN)
                .addTickets(new TicketView(JIRA, Condition.INACTIVE), new TicketView(SNOW, Condition.UNREADABLE))
                .build();
        assertThat(refusal(standard().judge(about, approval(ADMIN).build()))).isEqualTo(Refusal.INACTIVE);
    }

    @ParameterizedTest
    @CsvSource({"UNREADABLE,TICKET_UNREADABLE", "STRANGE,TICKET_STRANGE", "INACTIVE,INACTIVE"})
    void aTrackersOwnWayInNeedsItsTicketReadableOursAndActive(Condition condition, Refusal refusal) {
        DecisionCase about = request(ADMIN)
                .addTickets(new TicketView(JIRA, condition))
                .cameThrough(JIRA)
                .build();
        assertThat(refusal(standard().judge(about, approval(ADMIN).build()))).isEqualTo(refusal);
    }

    @Test
    void aTrackerWithoutATicketOnRecordIsNoWayIn() {
        DecisionCase about = request(ADMIN)
                .addTickets(new TicketView(JIRA, Condition.ACTIVE))
                .cameThrough(SNOW)
                .build();
        assertThat(refusal(standard().judge(about, approval(ADMIN).build()))).isEqualTo(Refusal.TICKET_UNREADABLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = DecisionState.class,
            names = {"REFUSED", "EXPIRED"})
    void aReopenedRequestIsDecidableAlthoughItsTicketIsClosed(DecisionState earlier) {
        DecisionCase about = request(ADMIN)
                .addTickets(new TicketView(JIRA, Condition.INACTIVE))
                .addEarlier(earlier(earlier))
                .build();
        assertThat(standard().judge(about, approval(ADMIN).build()).isAccepted())
                .isTrue();
    }

    @Test
    void aConflictIsNoReopening() {
        DecisionCase about = request(ADMIN)
                .addTickets(new TicketView(JIRA, Condition.INACTIVE))
                .addEarlier(earlier(DecisionState.CONFLICT))
                .build();
        assertThat(refusal(standard().judge(about, approval(ADMIN).build()))).isEqualTo(Refusal.INACTIVE);
    }

    // ---- who decides

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ACME\\jdoe",
                "acme\\JDoe",
                "jdoe@acme.example",
                "JDOE@ACME.EXAMPLE",
                "jdoe@mail.acme.com",
                " jdoe@acme.example "
            })
    void nobodyApprovesTheirOwnRequestUnderAnyOfTheirNames(String name) {
        DecisionProposal own = approval(ADMIN).by(name).build();
        assertThat(refusal(standard().judge(request(ADMIN).build(), own))).isEqualTo(Refusal.SELF_APPROVAL);
    }

    @Test
    void aTrackersAccountIdIsAPersonToo() {
        DecisionCase leesOwn = request(ADMIN).requester("ACME\\a.lee").build();
        DecisionProposal byLee = approval(ADMIN).by("712020:lee").build();
        assertThat(refusal(standard().judge(leesOwn, byLee))).isEqualTo(Refusal.SELF_APPROVAL);
        assertThat(standard().judge(request(ADMIN).build(), byLee).isAccepted()).isTrue();
    }

    @Test
    void aRequesterMayDenyTheirOwnRequest() {
        assertThat(standard()
                        .judge(
                                request(ADMIN).build(),
                                denial(ADMIN).by("ACME\\jdoe").build())
                        .isAccepted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdoe",
                "OTHER\\jdoe",
                "jdoe@elsewhere.example",
                "ACME\\jd\u200boe",
                "ACME\\",
                "@acme.example",
                "ACME\\x\\jdoe",
                "a@b@acme.example",
                "jdoe\u00a0@acme.example",
                "ACME\\ jdoe",
                "ACME\\jd\toe"
            })
    void anApproverWhomNobodyKnowsIsRefused(String name) {
        DecisionProposal proposal = approval(ADMIN).by(name).build();
        assertThat(refusal(standard().judge(request(ADMIN).build(), proposal))).isEqualTo(Refusal.APPROVER_UNKNOWN);
        assertThat(standard()
                        .judge(request(ADMIN).build(), denial(ADMIN).by(name).build())
                        .isAccepted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ACME\\\uff4adoe",
                "\uff21CME\\jdoe",
                "ACME\\jdo\u0435",
                "ACME\\j\u03bfhn",
                "ACME\\jdoe\ufe0f",
                "ACME\\jdoe\u034f",
                "ACME\\jdoe\u1160",
                "ACME\\jdo\u0065\u0338",
                "jdoe+jit@mail.acme.com",
                "\"jdoe\"@mail.acme.com",
                "jdoe(jit)@mail.acme.com"
            })
    void aNameThatCouldBeTakenForAnotherOneIsNobodys(String name) {
        assertThat(refusal(standard()
                        .judge(request(ADMIN).build(), approval(ADMIN).by(name).build())))
                .isEqualTo(Refusal.APPROVER_UNKNOWN);
        assertThat(refusal(standard()
                        .judge(
                                request(ADMIN).requester(name).build(),
                                approval(ADMIN).build())))
                .isEqualTo(Refusal.REQUESTER_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ACME\\o'neil-smith_2$",
                "ACME\\j\u00fcrgen",
                "ACME\\ju\u0308rgen",
                "ACME\\\u043c\u0430\u0440\u0438\u044f",
                "ACME\\\u7530\u4e2dtaro",
                "b.ray@acme.example"
            })
    void anHonestNameIsKnownInAnyAlphabet(String name) {
        assertThat(standard()
                        .judge(request(ADMIN).build(), approval(ADMIN).by(name).build())
                        .isAccepted())
                .isTrue();
    }

    @Test
    void composedAndDecomposedLettersAreTheSame() {
        DecisionCase about = request(ADMIN).requester("ACME\\j\u00dcrgen").build();
        assertThat(refusal(standard()
                        .judge(
                                about,
                                approval(ADMIN).by("ju\u0308rgen@acme.example").build())))
                .isEqualTo(Refusal.SELF_APPROVAL);
    }

    @Test
    void idsOfAFunctionOfOnesOwnAreTheSameInAnyCase() {
        IdentityMapping mixed = IdentityMapping.downLevel("ACME", "acme.example")
                .or(name -> Optional.of("JDoe@Acme.Example").filter(id -> name.equals("badge 42")));
        assertThat(refusal(DecisionPolicy.standard(mixed)
                        .judge(
                                request(ADMIN).build(),
                                approval(ADMIN).by("badge 42").build())))
                .isEqualTo(Refusal.SELF_APPROVAL);
    }

    @Test
    void aMappingThatFailsOrSaysNothingKnowsNobody() {
        IdentityMapping failing = name -> {
            throw new IllegalStateException("the directory is down");
        };
        IdentityMapping blank = name -> Optional.of(" ");
        for (IdentityMapping mapping : List.of(failing, blank)) {
            assertThat(refusal(DecisionPolicy.standard(mapping)
                            .judge(request(ADMIN).build(), approval(ADMIN).build())))
                    .isEqualTo(Refusal.APPROVER_UNKNOWN);
        }
        IdentityMapping forgetful = name -> Optional.of(name.contains("lee") ? "a.lee" : "");
        assertThat(refusal(DecisionPolicy.standard(forgetful)
                        .judge(request(ADMIN).build(), approval(ADMIN).build())))
                .isEqualTo(Refusal.REQUESTER_UNKNOWN);
    }

    @Test
    void wherePredicatesOfThePolicyFailTheirRestrictionsHold() {
        Predicate<DecisionCase> failing = about -> {
            throw new IllegalStateException("a defect");
        };
        DecisionPolicy restricted = DecisionPolicy.builder()
                .identities(people())
                .approvers(Approvers.people("b.ray@acme.example").forRequests(failing))
                .build();
        assertThat(refusal(
                        restricted.judge(request(ADMIN).build(), approval(ADMIN).build())))
                .isEqualTo(Refusal.NOT_ALLOWED);
        DecisionPolicy fourEyes = DecisionPolicy.builder()
                .identities(people())
                .secondApprover(failing, DAY)
                .build();
        assertThat(fourEyes.judge(request(ADMIN).build(), approval(ADMIN).build())
                        .isAwaitingSecond())
                .isTrue();
    }

    @Test
    void aLookAlikeOfAnApproverIsNotOneOfThem() {
        IdentityMapping asTheyAre = name -> Optional.of(name);
        DecisionPolicy policy = DecisionPolicy.builder()
                .identities(asTheyAre)
                .approvers(Approvers.people("admin", "B.Ray"))
                .build();
        assertThat(refusal(policy.judge(
                        request(ADMIN).build(), approval(ADMIN).by("adm\u0131n").build())))
                .isEqualTo(Refusal.NOT_ALLOWED);
        assertThat(policy.judge(
                                request(ADMIN).build(),
                                approval(ADMIN).by("b.ray").build())
                        .isAccepted())
                .isTrue();
    }

    @Test
    void whoIsUnknownIsNotAmongThePeopleWhoMayDecide() {
        assertThatThrownBy(() -> Approvers.people("a.lee", " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Approvers.group("")).isInstanceOf(IllegalArgumentException.class);
        DecisionPolicy policy = DecisionPolicy.builder()
                .identities(people())
                .approvers(Approvers.people("a.lee@acme.example"))
                .build();
        assertThat(refusal(policy.judge(
                        request(ADMIN).build(), denial(ADMIN).by("who.is.this").build())))
                .isEqualTo(Refusal.NOT_ALLOWED);
    }

    @Test
    void aRequesterWhomNobodyKnowsCannotBeApproved() {
        DecisionCase stranger = request(ADMIN).requester("WORKGROUP\\jdoe").build();
        DecisionCase nameless = request(ADMIN).requester(Optional.empty()).build();
        assertThat(refusal(standard().judge(stranger, approval(ADMIN).build()))).isEqualTo(Refusal.REQUESTER_UNKNOWN);
        assertThat(refusal(standard().judge(nameless, approval(ADMIN).build()))).isEqualTo(Refusal.REQUESTER_UNKNOWN);
    }

    @Test
    void aPolicyThatKnowsNobodyRefusesEveryApprovalUnlessItIsToldNotToAsk() {
        DecisionCase about = request(ADMIN).build();
        assertThat(refusal(DecisionPolicy.builder()
                        .build()
                        .judge(about, approval(ADMIN).build())))
                .isEqualTo(Refusal.APPROVER_UNKNOWN);
        assertThat(DecisionPolicy.builder()
                        .letRequestersApprove()
                        .build()
                        .judge(about, approval(ADMIN).build())
                        .isAccepted())
                .isTrue();
    }

    @Test
    void whoIsOnlyAssertedDecidesWhereThePolicyPermitsIt() {
        DecisionProposal asserted =
                denial(ADMIN).by(Approver.asserted("a.lee@acme.example")).build();
        assertThat(refusal(standard().judge(request(ADMIN).build(), asserted))).isEqualTo(Refusal.ASSERTED_ONLY);
        DecisionPolicy permissive = DecisionPolicy.builder()
                .identities(people())
                .permitAssertedApprovers()
                .build();
        assertThat(permissive.judge(request(ADMIN).build(), asserted).isAccepted())
                .isTrue();
        assertThat(refusal(permissive.judge(
                        request(ADMIN).build(),
                        approval(ADMIN).by(Approver.asserted("ACME\\jdoe")).build())))
                .isEqualTo(Refusal.SELF_APPROVAL);
    }

    @Test
    void onlyThoseWhoAreNamedOrInTheGroupDecide() {
        DecisionPolicy policy = DecisionPolicy.builder()
                .identities(people())
                .approvers(Approvers.people("A.Lee@acme.example").forKind(RequestKind.ADMIN))
                .approvers(Approvers.group("JIT approvers").forTenant("ACME"))
                .approvers(Approvers.group("other tenant's").forTenant("else"))
                .build();
        DecisionCase about = request(ADMIN).build();
        assertThat(policy.judge(about, approval(ADMIN).build()).isAccepted()).isTrue();
        assertThat(refusal(policy.judge(
                        about, approval(ADMIN).by("b.ray@acme.example").build())))
                .isEqualTo(Refusal.NOT_ALLOWED);
        assertThat(refusal(policy.judge(
                        about, denial(ADMIN).by("b.ray@acme.example").build())))
                .isEqualTo(Refusal.NOT_ALLOWED);
        assertThat(policy.judge(about, approval(ADMIN).by(ray("JIT approvers")).build())
                        .isAccepted())
                .isTrue();
        assertThat(refusal(policy.judge(
                        about, approval(ADMIN).by(ray("other tenant's")).build())))
                .isEqualTo(Refusal.NOT_ALLOWED);
        assertThat(refusal(policy.judge(
                        request(APPLICATION).build(), approval(APPLICATION).build())))
                .isEqualTo(Refusal.NOT_ALLOWED);
    }

    private static Approver ray(String group) {
        return Approver.confirmed("b.ray@acme.example").in(Set.of(group));
    }

    @Test
    void whereNoRestrictionSpeaksOfARequestEverybodyMayDecide() {
        DecisionPolicy policy = DecisionPolicy.builder()
                .identities(people())
                .approvers(Approvers.people("b.ray@acme.example").forKind(RequestKind.APPLICATION))
                .build();
        assertThat(policy.judge(request(ADMIN).build(), approval(ADMIN).build()).isAccepted())
                .isTrue();
    }

    // ---- two approvers

    private static final Duration DAY = Duration.ofHours(24);

    private static DecisionPolicy fourEyes() {
        return DecisionPolicy.builder()
                .identities(people())
                .secondApprover(about -> about.request().kind() == RequestKind.ADMIN, DAY)
                .build();
    }

    @Test
    void aFirstApprovalIsNotedAndNoMore() {
        DecisionVerdict verdict =
                fourEyes().judge(request(ADMIN).build(), approval(ADMIN).build());
        assertThat(verdict.isAccepted()).isFalse();
        assertThat(verdict.isAwaitingSecond()).isTrue();
        assertThat(verdict.refusal()).isEmpty();
        assertThat(verdict.message()).isEqualTo("noted, waiting for a second approver");
        assertThat(fourEyes()
                        .judge(
                                request(APPLICATION).build(),
                                approval(APPLICATION).build())
                        .isAccepted())
                .isTrue();
    }

    @Test
    void oneDenialIsEnough() {
        assertThat(fourEyes()
                        .judge(request(ADMIN).build(), denial(ADMIN).build())
                        .isAccepted())
                .isTrue();
    }

    @Test
    void somebodyElsesApprovalCompletesIt() {
        DecisionCase about = request(ADMIN)
                .addEarlier(earlier(DecisionState.AWAITING_SECOND))
                .build();
        assertThat(fourEyes().judge(about, approval(ADMIN).build()).isAccepted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.ray@acme.example", "ACME\\B.Ray", "b.ray@mail.acme.com"})
    void theSamePersonUnderAnotherNameIsNoSecondApprover(String name) {
        DecisionCase about = request(ADMIN)
                .addEarlier(earlier(DecisionState.AWAITING_SECOND))
                .build();
        assertThat(refusal(fourEyes().judge(about, approval(ADMIN).by(name).build())))
                .isEqualTo(Refusal.SAME_APPROVER);
    }

    @Test
    void whereNobodyKnowsWhoTheFirstOneWasThereIsNoSecondOne() {
        DecisionPolicy unchecked = DecisionPolicy.builder()
                .letRequestersApprove()
                .secondApprover(about -> true, DAY)
                .build();
        DecisionCase about = request(ADMIN)
                .addEarlier(earlier(DecisionState.AWAITING_SECOND, Optional.empty(), NOON))
                .build();
        assertThat(refusal(unchecked.judge(about, approval(ADMIN).build()))).isEqualTo(Refusal.SAME_APPROVER);
    }

    @Test
    void aFirstApprovalThatWaitedTooLongCountsNoMore() {
        DecisionCase justInTime = request(ADMIN)
                .addEarlier(earlier(DecisionState.AWAITING_SECOND, Optional.of("b"), NOON.minus(DAY)))
                .build();
        DecisionCase tooLate = request(ADMIN)
                .addEarlier(earlier(
                        DecisionState.AWAITING_SECOND,
                        Optional.of("b"),
                        NOON.minus(DAY).minusMillis(1)))
                .build();
        assertThat(fourEyes().judge(justInTime, approval(ADMIN).build()).isAccepted())
                .isTrue();
        assertThat(fourEyes().judge(tooLate, approval(ADMIN).build()).isAwaitingSecond())
                .isTrue();
    }

    // ---- rules

    @Test
    void aRuleIsNobodysRequesterButThePolicyStillJudgesWhatItSays() {
        DecisionCase stranger = request(ADMIN).requester(Optional.empty()).build();
        DecisionPolicy strict = DecisionPolicy.builder()
                .identities(people())
                .approvers(Approvers.people("b.ray@acme.example"))
                .build();
        assertThat(strict.judge(stranger, byRule(AccessDuration.minutes(30))).isAccepted())
                .isTrue();
        assertThat(refusal(strict.judge(stranger, byRule(AccessDuration.minutes(1)))))
                .isEqualTo(Refusal.DURATION_OUT_OF_RANGE);
        DecisionCase decided = request(ADMIN).atEpm(DecisionStatus.DENIED).build();
        assertThat(refusal(strict.judge(decided, byRule(AccessDuration.minutes(30)))))
                .isEqualTo(Refusal.FINAL);
    }

    @Test
    void aRuleIsOneOfTwoApprovers() {
        assertThat(fourEyes()
                        .judge(request(ADMIN).build(), byRule(AccessDuration.minutes(30)))
                        .isAwaitingSecond())
                .isTrue();
        DecisionCase once = request(ADMIN)
                .addEarlier(earlier(DecisionState.AWAITING_SECOND, Optional.of("rule short"), NOON))
                .build();
        assertThat(refusal(fourEyes().judge(once, byRule(AccessDuration.minutes(30)))))
                .isEqualTo(Refusal.SAME_APPROVER);
    }

    private static DecisionProposal byRule(AccessDuration duration) {
        DecisionRules.Finding finding =
                new DecisionRules.Finding("short", RuleOpinion.approve(duration, "short enough"));
        return DecisionProposal.of(finding, ADMIN, "acme");
    }

    @Test
    void nobodyProposesInTheNameOfARule() {
        Approver impostor = new Approver("rule short", Approver.Assurance.RULE, Set.of());
        assertThatThrownBy(() -> DecisionProposal.deny(ADMIN).by(impostor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DecisionRules");
    }

    @Test
    void aRuleMayBeTheSecondOfTwoApprovers() {
        DecisionCase about = request(ADMIN)
                .addEarlier(earlier(DecisionState.AWAITING_SECOND))
                .build();
        assertThat(fourEyes().judge(about, byRule(AccessDuration.minutes(30))).isAccepted())
                .isTrue();
    }

    // ---- what a proposal must say

    @Test
    void somebodyHasToDecide() {
        for (String nobody : List.of("", " ", "\u200b")) {
            DecisionVerdict verdict = standard()
                    .judge(request(ADMIN).build(), denial(ADMIN).by(nobody).build());
            assertThat(refusal(verdict)).isEqualTo(Refusal.APPROVER_MISSING);
        }
    }

    @Test
    void namesAndReasonsHaveALongestLength() {
        DecisionCase about = request(ADMIN).build();
        String longest = "x".repeat(4_000);
        assertThat(standard()
                        .judge(about, denial(ADMIN).reason(longest).build())
                        .isAccepted())
                .isTrue();
        assertThat(refusal(standard()
                        .judge(about, denial(ADMIN).reason(longest + "x").build())))
                .isEqualTo(Refusal.TOO_LONG);
        String longestName = "y".repeat(255);
        assertThat(standard()
                        .judge(about, denial(ADMIN).by(longestName).build())
                        .isAccepted())
                .isTrue();
        assertThat(refusal(standard()
                        .judge(about, denial(ADMIN).by(longestName + "y").build())))
                .isEqualTo(Refusal.TOO_LONG);
    }

    private static DecisionProposal once(JitRequestRef request) {
        return DecisionProposal.approve(request, AccessDuration.once())
                .by("a.lee@acme.example")
                .reason("change CHG0042")
                .build();
    }

    @Test
    void onceIsForApplicationsUnlessThePolicyAllowsItForAdminsToo() {
        DecisionVerdict verdict = standard().judge(request(ADMIN).build(), once(ADMIN));
        assertThat(refusal(verdict)).isEqualTo(Refusal.ONCE_NOT_AVAILABLE);
        assertThat(verdict.message()).contains("adminOnceValue");
        assertThat(standard()
                        .judge(request(APPLICATION).build(), once(APPLICATION))
                        .isAccepted())
                .isTrue();
        DecisionPolicy allowing = DecisionPolicy.builder()
                .identities(people())
                .allowOnceForAdmin()
                .build();
        assertThat(allowing.allowsOnceForAdmin()).isTrue();
        assertThat(standard().allowsOnceForAdmin()).isFalse();
        assertThat(allowing.judge(request(ADMIN).build(), once(ADMIN)).isAccepted())
                .isTrue();
    }

    @Test
    void anotherPolicyMayHaveOtherLimits() {
        DecisionPolicy longer = DecisionPolicy.builder()
                .identities(people())
                .limits(DurationLimits.CONSOLE)
                .validity(Duration.ofMinutes(7))
                .build();
        assertThat(longer.limits()).isSameAs(DurationLimits.CONSOLE);
        assertThat(longer.validity()).isEqualTo(Duration.ofMinutes(7));
        DecisionProposal threeDays = DecisionProposal.approve(ADMIN, AccessDuration.days(3))
                .by("a.lee@acme.example")
                .reason("a migration")
                .build();
        assertThat(longer.judge(request(ADMIN).build(), threeDays).isAccepted()).isTrue();
        assertThat(refusal(standard().judge(request(ADMIN).build(), threeDays)))
                .isEqualTo(Refusal.DURATION_OUT_OF_RANGE);
    }

    // ---- what has come to nothing

    @Test
    void anApprovalThatCameToNothingIsNoFirstApproval() {
        DecisionCase about =
                request(ADMIN).addEarlier(earlier(DecisionState.EXPIRED)).build();
        assertThat(fourEyes().judge(about, approval(ADMIN).build()).isAwaitingSecond())
                .isTrue();
    }

    @Test
    void whatIsUnconfirmedMayBeDeniedAlthoughItsTicketIsClosed() {
        DecisionCase about = request(ADMIN)
                .addTickets(new TicketView(JIRA, Condition.INACTIVE))
                .addEarlier(earlier(DecisionState.UNCONFIRMED))
                .build();
        assertThat(standard().judge(about, denial(ADMIN).build()).isAccepted()).isTrue();
    }

    @Test
    void whoComesSecondIsToldWhatTheFirstOneDecided() {
        RecordedDecision approved = earlier(DecisionState.ACCEPTED);
        DecisionCase about = request(ADMIN).addEarlier(approved).build();
        assertThat(standard().judge(about, denial(ADMIN).build()).message())
                .isEqualTo("Not taken: an earlier decision was submitted, waiting for EPM (approved by b.ray)");
    }

    // ---- what a policy says of itself

    @Test
    void aPolicyWithoutAMappingSaysThatItRefusesEveryApproval() {
        assertThat(DecisionPolicy.builder().build().refusesEveryApproval()).isTrue();
        assertThat(DecisionPolicy.builder().letRequestersApprove().build().refusesEveryApproval())
                .isFalse();
        assertThat(standard().refusesEveryApproval()).isFalse();
    }

    @Test
    void aPolicySaysWhichSettingsAreInForce() {
        assertThat(DecisionPolicy.builder().build().settingsInForce())
                .containsEntry("identities", "nobody is known")
                .containsEntry("approvers", "anybody")
                .containsEntry("asserted-approvers", "refused")
                .containsEntry("second-approver", "never")
                .containsEntry("longest-age", "none")
                .containsEntry("validity", "PT1H")
                .containsEntry("verified-only", "false");
        assertThat(DecisionPolicy.builder()
                        .identities(people())
                        .approvers(Approvers.group("JIT approvers"))
                        .permitAssertedApprovers()
                        .secondApprover(about -> true, DAY)
                        .longestAge(Duration.ofHours(2))
                        .build()
                        .settingsInForce())
                .containsEntry("identities", "mapped")
                .containsEntry("approvers", "restricted, by 1 rules")
                .containsEntry("asserted-approvers", "permitted")
                .containsEntry("second-approver", "where a rule asks for it, within PT24H")
                .containsEntry("longest-age", "PT2H");
    }

    @Test
    void aProposalSaysWhatItIsWithoutTheReasonThatWasTyped() {
        DecisionProposal proposal = approval(ADMIN).wayIn("page").build();
        assertThat(proposal).hasToString("approve " + ADMIN + " by way of page");
        assertThat(denial(ADMIN).build()).hasToString("deny " + ADMIN + " by way of code");
        assertThat(proposal.approver()).hasToString("a.lee@acme.example (CONFIRMED)");
    }

    // ---- which rule speaks first

    @Test
    void whatIsMissingIsSaidBeforeHowTheRequestStandsAndThatBeforeWhoDecides() {
        DecisionCase decided = request(ADMIN).atEpm(DecisionStatus.APPROVED).build();
        assertThat(refusal(standard()
                        .judge(
                                decided,
                                approval(ADMIN).by("ACME\\jdoe").reason("").build())))
                .isEqualTo(Refusal.REASON_MISSING);
        assertThat(refusal(standard()
                        .judge(decided, approval(ADMIN).by("ACME\\jdoe").build())))
                .isEqualTo(Refusal.FINAL);
    }

    @Test
    void wrongLimitsAreRefusedWhenThePolicyIsMade() {
        assertThatThrownBy(() -> DecisionPolicy.builder().validity(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DecisionPolicy.builder().longestAge(Duration.ofHours(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DecisionPolicy.builder().secondApprover(about -> true, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- who is somebody else

    @ParameterizedTest
    @ValueSource(strings = {"ACME\\a.lee", "acme\\A.Lee", "a.lee@acme.example", "a.lee@mail.acme.com", "712020:lee"})
    void twoNamesAreOfDifferentPeopleOnlyIfTheMappingKnowsBothAsSomebodyElse(String lee) {
        assertThat(standard().areDifferentPeople("ACME\\b.ray", lee)).isTrue();
        assertThat(standard().areDifferentPeople(lee, "b.ray@acme.example")).isTrue();
        assertThat(standard().areDifferentPeople("ACME\\a.lee", lee)).isFalse();
        assertThat(standard().areDifferentPeople("b.ray", lee)).isFalse();
        assertThat(standard().areDifferentPeople(lee, "b.ray")).isFalse();
        assertThat(standard().areDifferentPeople("b.ray", "a.lee")).isFalse();
    }

    @Test
    void aMappingThatFailsKnowsNobodyAsSomebodyElse() {
        DecisionPolicy unlucky = DecisionPolicy.standard(name -> {
            throw new IllegalStateException("the directory is away");
        });
        assertThat(unlucky.areDifferentPeople("ACME\\b.ray", "ACME\\a.lee")).isFalse();
    }
}
