package io.epmjit.connector.contract;

import io.epmjit.connector.Capability;
import io.epmjit.connector.TicketConnector;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the bridge relies on, as tests: a connector that passes them loses no ticket and makes none twice, publishes
 * nothing, and never says <em>absent</em> where it could not see.
 *
 * <pre>{@code
 * class ForgeContractTest extends TicketConnectorContract {
 *     @Override
 *     protected TrackerUnderTest startTracker() {
 *         return new ForgeUnderTest(FakeForge.start());
 *     }
 * }
 * }</pre>
 *
 * <p>Runs with JUnit Jupiter 5.12 and later, 6 included, and brings neither JUnit nor anything else for tests along: it
 * uses yours. Every test has a tracker of its own. For what a connector does not claim to be able to do, {@linkplain
 * TicketConnector#capabilities() its capabilities}, other tests take their place: that it indeed does not do it.
 */
public abstract class TicketConnectorContract {

    /** Starts a tracker with nothing in it, for one test, which closes it. */
    protected abstract TrackerUnderTest startTracker();

    @TestFactory
    final Stream<DynamicTest> opening() {
        return tests(OpeningRules.all());
    }

    @TestFactory
    final Stream<DynamicTest> finding() {
        return tests(FindingRules.all(given()));
    }

    @TestFactory
    final Stream<DynamicTest> reading() {
        return tests(ReadingRules.all());
    }

    @TestFactory
    final Stream<DynamicTest> notes() {
        return tests(NoteRules.all(given()));
    }

    @TestFactory
    final Stream<DynamicTest> resolving() {
        return tests(ResolvingRules.all(given()));
    }

    @TestFactory
    final Stream<DynamicTest> failures() {
        return tests(FailureRules.all(given()));
    }

    @TestFactory
    final Stream<DynamicTest> texts() {
        return tests(TextRules.all(given()));
    }

    @TestFactory
    final Stream<DynamicTest> theConnectorItself() {
        return tests(ConnectorRules.all(given()));
    }

    private Stream<DynamicTest> tests(Stream<Rule> rules) {
        return rules.map(rule -> DynamicTest.dynamicTest(rule.name(), () -> rule.check(this::startTracker)));
    }

    private Given given() {
        try (TrackerUnderTest tracker = startTracker();
                TicketConnector connector = tracker.connector()) {
            return new Given(Set.copyOf(connector.capabilities()), Set.copyOf(tracker.rights()));
        }
    }

    /** What there is to test. */
    record Given(Set<Capability> capabilities, Set<Right> rights) {

        boolean hasNotes() {
            return capabilities.contains(Capability.INTERNAL_NOTES);
        }

        boolean resolves() {
            return capabilities.contains(Capability.RESOLVE);
        }
    }
}
