package io.epmjit.decision;

import io.epmjit.client.RequestState;

/**
 * A rule that may decide a request without anybody being asked. It sees what EPM itself reports of the request, and nothing
 * that a webhook said: end users choose parts of that. About what EPM does not report it should have no opinion.
 *
 * <pre>{@code
 * RuleOpinion shortHelpdesk(RequestState reported) {
 *     boolean known = reported.requester().filter(helpdesk::contains).isPresent();
 *     boolean brief = reported.durationRequested().filter(AccessDuration.minutes(30)::equals).isPresent();
 *     return known && brief ? RuleOpinion.approve(AccessDuration.minutes(30), "help desk, half an hour") : RuleOpinion.none();
 * }
 * }</pre>
 *
 * <p>Thread-safe, and quick. One that throws has no opinion, and neither have the rules behind it: people decide then.
 */
@FunctionalInterface
public interface DecisionRule {

    /** What this rule says to a pending request. */
    RuleOpinion of(RequestState reported);
}
