package io.epmjit.connector.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.epmjit.connector.TicketConnector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The suite, run against one connector as a user's build would run it.
 *
 * @param passed the names of the tests that passed
 * @param failed the names of those that did not
 */
record SuiteRun(List<String> passed, List<String> failed) {

    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private static BiFunction<MemoryTracker, String, TicketConnector> connectors = MemoryConnector::new;

    /** What a user writes; the launcher makes it. */
    static final class Suite extends TicketConnectorContract {
        @Override
        protected TrackerUnderTest startTracker() {
            return new MemoryTracker(connectors);
        }
    }

    static SuiteRun against(BiFunction<MemoryTracker, String, TicketConnector> tested) {
        ONE_AT_A_TIME.lock();
        try {
            connectors = tested;
            LauncherDiscoveryRequest suite = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(Suite.class))
                    .build();
            Results results = new Results();
            LauncherFactory.create().execute(suite, results);
            return new SuiteRun(results.passed, results.failed);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static final class Results implements TestExecutionListener {

        private final List<String> passed = new ArrayList<>();
        private final List<String> failed = new ArrayList<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            boolean good = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
            if (!good) {
                failed.add(test.getDisplayName());
            } else if (test.isTest()) {
                passed.add(test.getDisplayName());
            }
        }
    }
}
