package io.epmjit.web;

import io.epmjit.bridge.TenantRequest;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.Refusal;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.web.internal.DecisionForm;
import io.epmjit.web.internal.DecisionForm.Choices;
import io.epmjit.web.internal.Fault;
import io.epmjit.web.internal.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decision as somebody typed it into the form: all its faults at once, each with its field, in the guides' words.
 *
 * @param decision {@code approve} or {@code deny}
 * @param duration {@code once}, {@code minutes} or {@code hours}
 * @param amount how many of them
 * @param reason why
 */
record TypedDecision(String decision, String duration, String amount, String reason) {

    static final String DECISION_FIELD = "decision-approve";
    static final String DENIAL_FIELD = "decision-deny";
    static final String DURATION_FIELD = "duration-minutes";
    static final String AMOUNT_FIELD = "amount";
    static final String REASON_FIELD = "reason";

    private static final int LONGEST_AMOUNT = 9;

    /** What was sent. */
    static TypedDecision of(Form form) {
        return new TypedDecision(
                form.text("decision"),
                form.text("duration"),
                form.text("amount").strip(),
                form.text("reason"));
    }

    /** Nothing yet but what the user asks for, if it may be chosen. */
    static TypedDecision asRequested(Optional<AccessDuration> requested, Choices choices) {
        if (requested.isEmpty()) {
            return new TypedDecision("", "", "", "");
        }
        Optional<Duration> length = requested.get().length();
        if (length.isEmpty()) {
            return new TypedDecision("", choices.once() ? "once" : "", "", "");
        }
        Duration time = length.get();
        if (time.equals(Duration.ofHours(time.toHours())) && time.toHours() <= choices.mostHours()) {
            return new TypedDecision("", "hours", Long.toString(time.toHours()), "");
        }
        boolean inMinutes = time.equals(Duration.ofMinutes(time.toMinutes()))
                && time.toMinutes() >= choices.fewestMinutes()
                && time.toMinutes() <= choices.mostMinutes();
        return inMinutes
                ? new TypedDecision("", "minutes", Long.toString(time.toMinutes()), "")
                : new TypedDecision("", "", "", "");
    }

    List<Fault> faults(Choices choices, Messages says) {
        List<Fault> faults = new ArrayList<>();
        if (!isApproval() && !decision.equals("deny")) {
            faults.add(new Fault(choices.approve() ? DECISION_FIELD : DENIAL_FIELD, says.text("fault.decision")));
        }
        if (isApproval()) {
            faultOfDuration(choices, says).ifPresent(faults::add);
        }
        if (Decision.saysNothing(reason)) {
            faults.add(new Fault(REASON_FIELD, says.text("refusal.REASON_MISSING")));
        } else if (reason.length() > choices.longestReason()) {
            faults.add(new Fault(REASON_FIELD, says.text("fault.reason-length", choices.longestReason())));
        }
        return faults;
    }

    private Optional<Fault> faultOfDuration(Choices choices, Messages says) {
        return switch (duration) {
            case "once" ->
                choices.once()
                        ? Optional.empty()
                        : Optional.of(new Fault(DURATION_FIELD, says.text("refusal.ONCE_NOT_AVAILABLE")));
            case "minutes" -> faultOfAmount(choices.fewestMinutes(), choices.mostMinutes(), says);
            case "hours" -> faultOfAmount(1, choices.mostHours(), says);
            default -> Optional.of(new Fault(DURATION_FIELD, says.text("fault.duration")));
        };
    }

    private Optional<Fault> faultOfAmount(long fewest, long most, Messages says) {
        boolean isNumber = amount.length() <= LONGEST_AMOUNT && amount.matches("[0-9]+");
        long number = isNumber ? Long.parseLong(amount) : 0;
        return number >= fewest && number <= most
                ? Optional.empty()
                : Optional.of(new Fault(AMOUNT_FIELD, says.text("fault.amount", fewest, most)));
    }

    private boolean isApproval() {
        return decision.equals("approve");
    }

    /** The proposal; only of what has no faults. */
    DecisionProposal.Builder proposal(TenantRequest about) {
        return (isApproval()
                        ? DecisionProposal.approve(about.request(), accessDuration())
                        : DecisionProposal.deny(about.request()))
                .tenant(about.tenant())
                .reason(reason);
    }

    private AccessDuration accessDuration() {
        return switch (duration) {
            case "once" -> AccessDuration.once();
            case "minutes" -> AccessDuration.minutes(Long.parseLong(amount));
            default -> AccessDuration.hours(Long.parseLong(amount));
        };
    }

    DecisionForm form(String token, Choices choices) {
        return new DecisionForm(token, decision, duration, amount, reason, choices);
    }

    /** The field that a refusal is about; empty if it is about none. */
    static String fieldOf(Refusal refusal) {
        return switch (refusal) {
            case REASON_MISSING, TOO_LONG -> REASON_FIELD;
            case DURATION_OUT_OF_RANGE -> AMOUNT_FIELD;
            case ONCE_NOT_AVAILABLE -> DURATION_FIELD;
            default -> "";
        };
    }
}
