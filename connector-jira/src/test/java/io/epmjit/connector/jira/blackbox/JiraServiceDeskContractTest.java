package io.epmjit.connector.jira.blackbox;

import io.epmjit.connector.contract.Right;
import io.epmjit.connector.contract.TicketConnectorContract;
import io.epmjit.connector.contract.TrackerUnderTest;
import java.util.EnumSet;

/** What every connector promises, in a project of Jira Service Management. */
class JiraServiceDeskContractTest extends TicketConnectorContract {

    @Override
    protected TrackerUnderTest startTracker() {
        return new JiraUnderTest(EnumSet.allOf(Right.class), JiraUnderTest::fillingIn);
    }
}
