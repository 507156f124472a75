package io.epmjit.example.github;

import io.epmjit.connector.contract.TicketConnectorContract;
import io.epmjit.connector.contract.TrackerUnderTest;

/** What every connector promises. */
class GitHubIssuesContractTest extends TicketConnectorContract {

    @Override
    protected TrackerUnderTest startTracker() {
        return new GitHubUnderTest();
    }
}
