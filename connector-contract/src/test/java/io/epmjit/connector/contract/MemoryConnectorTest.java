package io.epmjit.connector.contract;

/** A connector that keeps every promise passes. */
class MemoryConnectorTest extends TicketConnectorContract {

    @Override
    protected TrackerUnderTest startTracker() {
        return new MemoryTracker(MemoryConnector::new);
    }
}
