package io.epmjit.connector.jira.blackbox;

import io.epmjit.connector.contract.Right;
import io.epmjit.connector.contract.TicketConnectorContract;
import io.epmjit.connector.contract.TrackerUnderTest;
import java.util.EnumSet;

/** What every connector promises, in a project without a service desk, where notes are for one role. */
class JiraPlainProjectContractTest extends TicketConnectorContract {

    @Override
    protected TrackerUnderTest startTracker() {
        return new JiraUnderTest(
                EnumSet.complementOf(EnumSet.of(Right.SEE_NOTES)),
                settings -> settings.projectKey("OPS").noteRole("Administrators"));
    }
}
