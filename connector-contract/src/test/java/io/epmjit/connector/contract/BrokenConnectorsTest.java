package io.epmjit.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Capability;
import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Lookup.Found;
import io.epmjit.connector.Lookup.Match;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketNote;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.connector.contract.MemoryTracker.Failure;
import io.epmjit.connector.contract.MemoryTracker.Note;
import io.epmjit.connector.contract.MemoryTracker.Ticket;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to be wrong is caught, and by the test that names it. */
class BrokenConnectorsTest {

    /** A way to be wrong, and tests that must fail of it. */
    record Broken(String how, BiFunction<MemoryTracker, String, TicketConnector> connectors, List<String> caughtBy) {
        @Override
        public String toString() {
            return how;
        }
    }

    private static Broken broken(
            String how, BiFunction<MemoryTracker, String, TicketConnector> connectors, String... caughtBy) {
        return new Broken(how, connectors, Arrays.asList(caughtBy));
    }

    @Test
    void aGoodConnectorPasses() {
        SuiteRun run = SuiteRun.against(MemoryConnector::new);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    }

    @Test
    void aConnectorThatClaimsNothingBesidePasses() {
        SuiteRun run = SuiteRun.against(Modest::new);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed())
                .contains(
                        "writes nothing where there are no internal notes",
                        "moves no ticket where it does not claim to")
                .noneMatch(name -> name.startsWith("of a note"));
    }

    @ParameterizedTest
    @MethodSource
    void isCaught(Broken broken) {
        assertThat(SuiteRun.against(broken.connectors()).failed()).containsAll(broken.caughtBy());
    }

    static Stream<Broken> isCaught() {
        return Stream.of(openingWrongly(), findingWrongly(), notingWrongly(), failingWrongly(), beingWrong())
                .flatMap(broken -> broken);
    }

    private static Stream<Broken> openingWrongly() {
        return Stream.of(
                broken("looks first", LooksFirst::new, "never looks first"),
                broken("stamps later", StampsLater::new, "of opening, REPLY_LOST", "of opening, GATEWAY_ERROR"),
                broken("repeats", Repeats::new, "of opening, REPLY_LOST", "of opening, GATEWAY_ERROR"),
                broken("remembers", Remembers::new, "finds no ticket that was deleted"),
                broken("shares a buffer", SharesABuffer::new, "works for many threads at once"),
                broken(
                        "escapes nothing",
                        EscapesNothing::new,
                        "of a detail: HTML",
                        "of a note: HTML",
                        "of a note's detail: HTML"),
                broken(
                        "lets everything through",
                        LetsEverythingThrough::new,
                        "of a detail: control characters",
                        "of a detail: marks that turn the direction of writing",
                        "everywhere in a ticket: halves of characters",
                        "of a note: control characters"),
                broken("cuts nothing", CutsNothing::new, "of a detail: very long text", "of a note: very long text"),
                broken("cuts in silence", CutsInSilence::new, "of a detail: very long text"),
                broken("cuts characters in half", CutsInHalves::new, "of a detail: very long text of wide characters"));
    }

    private static Stream<Broken> findingWrongly() {
        return Stream.of(
                broken("finds prefixes", FindsPrefixes::new, "takes no stamp for a similar one"),
                broken("ignores case", IgnoresCase::new, "takes no stamp for a similar one"),
                broken(
                        "finds stamps in texts",
                        FindsTexts::new,
                        "takes no text for a stamp",
                        "finds no ticket whose stamp was removed"),
                broken(
                        "reads one page",
                        ReadsOnePage::new,
                        "finds one ticket among more similar ones than a page holds"),
                broken("newest first", NewestFirst::new, "puts the oldest first"),
                broken(
                        "takes everything for its own",
                        TakesEverything::new,
                        "reports what others made, and not as its own"),
                broken("hides what others made", HidesForeign::new, "reports what others made, and not as its own"),
                broken("names nobody", NamesNobody::new, "finds a ticket once the search has had its time"),
                broken(
                        "absent without the right",
                        AbsentWithoutTheRight::new,
                        "cannot tell without the right to see tickets",
                        "cannot be told without the right to see notes"),
                broken(
                        "absent when forbidden",
                        AbsentWhenForbidden::new,
                        "of finding, FORBIDDEN",
                        "of finding, UNAUTHORIZED",
                        "cannot tell with credentials that are refused"),
                broken("absent upon a login page", AbsentUponALoginPage::new, "of finding, LOGIN_PAGE"),
                broken("knows no lag", KnowsNoLag::new, "finds a ticket once the search has had its time"),
                broken("reads what is gone", ReadsWhatIsGone::new, "fails for ever on a ticket that was deleted"),
                broken("reads a stamp that is gone", ReadsAStampThatIsGone::new, "shows no stamp that was removed"));
    }

    private static Stream<Broken> notingWrongly() {
        return Stream.of(
                broken("publishes", Publishes::new, "is internal, and says everything"),
                broken("does not look whether it published", LooksAway::new, "that was published is no success"),
                broken("would publish again", WouldPublishAgain::new, "that was published is no success"),
                broken(
                        "publishes in secret",
                        PublishesInSecret::new,
                        "writes nothing where there are no internal notes"),
                broken("leaves the key out", LeavesTheKeyOut::new, "is found by its key, also by another connector"),
                broken(
                        "finds keys in texts",
                        FindsKeysInTexts::new,
                        "carries its key where no text can imitate it",
                        "is not taken for one with a similar key"),
                broken("finds similar keys", FindsSimilarKeys::new, "is not taken for one with a similar key"),
                broken("trusts strangers", TrustsStrangers::new, "is one's own only if one has written it"));
    }

    private static Stream<Broken> failingWrongly() {
        return Stream.of(
                broken(
                        "calls a lost reply safe",
                        CallsALostReplySafe::new,
                        "of opening, REPLY_LOST",
                        "of opening, SERVER_ERROR",
                        "of a note, REPLY_LOST"),
                broken(
                        "gives up too soon",
                        GivesUpTooSoon::new,
                        "of opening, NO_CONNECTION",
                        "of reading, SERVER_ERROR"),
                broken("takes a refusal for a lost reply", TakesARefusalForALoss::new, "of opening, REFUSED"),
                broken("forgets Retry-After", ForgetsRetryAfter::new, "of opening, THROTTLED", "of finding, THROTTLED"),
                broken("ignores deadlines", IgnoresDeadlines::new, "of opening, HANGS"),
                broken("throws anything", ThrowsAnything::new, "of opening, REFUSED", "of a note, FORBIDDEN"),
                broken("tells its token", TellsItsToken::new, "of opening, REFUSED"),
                broken("throws a refusal", ThrowsARefusal::new, "answers that the tracker refuses"),
                broken("moves twice", MovesTwice::new, "may be asked for again"),
                broken("pretends to resolve", PretendsToResolve::new, "ends a ticket that was approved"));
    }

    private static Stream<Broken> beingWrong() {
        return Stream.of(
                broken("has a new id each time", HasANewId::new, "has the same id for ever"),
                broken("shows its token", ShowsItsToken::new, "shows no secret"),
                broken("throws when it is tested", ThrowsWhenTested::new, "finds wrong credentials"),
                broken(
                        "always finds itself well",
                        AlwaysWell::new,
                        "finds wrong credentials",
                        "finds that a right is missing: OPEN_TICKETS",
                        "tells what is wrong with its connection: NO_CONNECTION"),
                broken(
                        "always blames the network",
                        AlwaysBlamesTheNetwork::new,
                        "finds its connection good",
                        "tells what is wrong with its connection: LOGIN_PAGE"),
                broken("throws when it is closed", ThrowsWhenClosed::new, "can be closed twice"));
    }

    // Good

    static final class Modest extends MemoryConnector {
        Modest(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public void note(TicketRef ticket, TicketNote note, CallContext call) {
            throw cannot();
        }

        @Override
        public Lookup<NoteKey> findNote(TicketRef ticket, NoteKey key, CallContext call) {
            throw cannot();
        }

        @Override
        public ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call) {
            throw cannot();
        }

        private ConnectorException cannot() {
            return ConnectorException.of(id(), "this tracker has nothing of the kind", Retryability.NEVER);
        }
    }

    // Opening

    static final class LooksFirst extends MemoryConnector {
        LooksFirst(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public TicketRef open(TicketDraft draft, CallContext call) {
            return find(draft.stamp(), call) instanceof Found<TicketRef> found
                    ? found.matches().get(0).value()
                    : super.open(draft, call);
        }
    }

    static final class StampsLater extends MemoryConnector {
        StampsLater(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public TicketRef open(TicketDraft draft, CallContext call) {
            return writing(() -> {
                TicketRef ticket = ref(tracker.open(token, deadline(call), "", "Request", source(draft)));
                tracker.stamp(token, deadline(call), ticket.id(), draft.stamp().value());
                return ticket;
            });
        }
    }

    static final class Repeats extends MemoryConnector {
        Repeats(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public TicketRef open(TicketDraft draft, CallContext call) {
            try {
                return super.open(draft, call);
            } catch (ConnectorException e) {
                return super.open(draft, call);
            }
        }
    }

    static final class Remembers extends MemoryConnector {
        private final Map<Stamp, Lookup<TicketRef>> found = new ConcurrentHashMap<>();

        Remembers(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
            if (!found.containsKey(stamp)) {
                Lookup<TicketRef> answer = super.find(stamp, call);
                if (answer instanceof Found<TicketRef>) {
                    found.put(stamp, answer);
                }
                return answer;
            }
            return found.get(stamp);
        }
    }

    static final class SharesABuffer extends MemoryConnector {
        private final AtomicInteger inside = new AtomicInteger();
        private volatile Stamp stamp = Stamp.of("none");

        SharesABuffer(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public TicketRef open(TicketDraft draft, CallContext call) {
            stamp = draft.stamp();
            inside.incrementAndGet();
            for (int spin = 0; spin < 10_000 && inside.get() < 2; spin++) {
                Thread.onSpinWait();
            }
            inside.decrementAndGet();
            return writing(() -> ref(tracker.open(token, deadline(call), stamp.value(), "Request", source(draft))));
        }
    }

    static final class EscapesNothing extends MemoryConnector {
        EscapesNothing(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        String cut(String text, int longest, String lineEnd) {
            return super.cut(text, longest, lineEnd).replace("&lt;", "<").replace("&amp;", "&");
        }
    }

    static final class LetsEverythingThrough extends MemoryConnector {
        LetsEverythingThrough(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        String cut(String text, int longest, String lineEnd) {
            String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
            return escaped.length() > longest ? escaped.substring(0, longest) + "…" : escaped;
        }
    }

    static final class CutsNothing extends MemoryConnector {
        CutsNothing(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        String cut(String text, int longest, String lineEnd) {
            return super.cut(text, Integer.MAX_VALUE, lineEnd);
        }
    }

    static final class CutsInSilence extends MemoryConnector {
        CutsInSilence(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        String cut(String text, int longest, String lineEnd) {
            return super.cut(text, longest, lineEnd).replace("…", "");
        }
    }

    static final class CutsInHalves extends MemoryConnector {
        CutsInHalves(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        String cut(String text, int longest, String lineEnd) {
            String whole = super.cut(text, Integer.MAX_VALUE, lineEnd);
            return whole.length() > longest ? whole.substring(0, longest) + "…" : whole;
        }
    }

    // Finding and reading

    static final class FindsPrefixes extends MemoryConnector {
        FindsPrefixes(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        boolean hasStamp(Ticket ticket, Stamp stamp) {
            return ticket.stamp.startsWith(stamp.value());
        }
    }

    static final class IgnoresCase extends MemoryConnector {
        IgnoresCase(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        boolean hasStamp(Ticket ticket, Stamp stamp) {
            return ticket.stamp.equalsIgnoreCase(stamp.value());
        }
    }

    static final class FindsTexts extends MemoryConnector {
        FindsTexts(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        String source(TicketDraft draft) {
            return super.source(draft) + "\n" + draft.stamp();
        }

        @Override
        boolean hasStamp(Ticket ticket, Stamp stamp) {
            return ticket.source.contains(stamp.value());
        }
    }

    static final class ReadsOnePage extends MemoryConnector {
        ReadsOnePage(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
            return looking(() -> {
                List<Match<TicketRef>> matches = tracker.search(token, deadline(call), stamp.value(), 0).stream()
                        .filter(ticket -> hasStamp(ticket, stamp))
                        .map(this::match)
                        .toList();
                return matches.isEmpty() ? Lookup.absent() : Lookup.found(matches);
            });
        }
    }

    /** Changes what a good connector has found. */
    abstract static class ChangesMatches extends MemoryConnector {
        ChangesMatches(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        abstract List<Match<TicketRef>> changed(List<Match<TicketRef>> matches);

        @Override
        public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
            return super.find(stamp, call) instanceof Found<TicketRef> found
                    ? Lookup.found(changed(new ArrayList<>(found.matches())))
                    : super.find(stamp, call);
        }
    }

    static final class NewestFirst extends ChangesMatches {
        NewestFirst(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        List<Match<TicketRef>> changed(List<Match<TicketRef>> matches) {
            Collections.reverse(matches);
            return matches;
        }
    }

    static final class TakesEverything extends ChangesMatches {
        TakesEverything(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        List<Match<TicketRef>> changed(List<Match<TicketRef>> matches) {
            matches.replaceAll(match -> new Match<>(match.value(), match.createdAt(), match.creator(), true));
            return matches;
        }
    }

    static final class HidesForeign extends ChangesMatches {
        HidesForeign(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        List<Match<TicketRef>> changed(List<Match<TicketRef>> matches) {
            matches.removeIf(match -> !match.ours());
            return matches;
        }
    }

    static final class NamesNobody extends ChangesMatches {
        NamesNobody(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        List<Match<TicketRef>> changed(List<Match<TicketRef>> matches) {
            matches.replaceAll(
                    match -> new Match<>(match.value(), Instant.EPOCH, java.util.Optional.empty(), match.ours()));
            return matches;
        }
    }

    static final class AbsentWithoutTheRight extends MemoryConnector {
        AbsentWithoutTheRight(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        <T> Lookup<T> looking(Supplier<Lookup<T>> work) {
            Lookup<T> answer = super.looking(work);
            return answer instanceof Lookup.CannotTell<T> unclear
                            && unclear.reason().contains("may not see")
                    ? Lookup.absent()
                    : answer;
        }
    }

    static final class AbsentWhenForbidden extends MemoryConnector {
        AbsentWhenForbidden(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        <T> Lookup<T> looking(Supplier<Lookup<T>> work) {
            Lookup<T> answer = super.looking(work);
            return answer instanceof Lookup.CannotTell<T> unclear
                            && unclear.reason().contains("40")
                    ? Lookup.absent()
                    : answer;
        }
    }

    static final class AbsentUponALoginPage extends MemoryConnector {
        AbsentUponALoginPage(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        <T> Lookup<T> looking(Supplier<Lookup<T>> work) {
            Lookup<T> answer = super.looking(work);
            return answer instanceof Lookup.CannotTell<T> unclear
                            && unclear.reason().contains("200")
                    ? Lookup.absent()
                    : answer;
        }
    }

    static final class KnowsNoLag extends MemoryConnector {
        KnowsNoLag(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public Duration consistencyDelay() {
            return Duration.ZERO;
        }
    }

    static final class ReadsWhatIsGone extends MemoryConnector {
        ReadsWhatIsGone(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        Retryability retryability(Failure failure, boolean write) {
            return failure.status == 404 ? Retryability.SAFE : super.retryability(failure, write);
        }
    }

    static final class ReadsAStampThatIsGone extends MemoryConnector {
        private final Map<String, Stamp> stamps = new ConcurrentHashMap<>();

        ReadsAStampThatIsGone(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public TicketRef open(TicketDraft draft, CallContext call) {
            TicketRef ticket = super.open(draft, call);
            stamps.put(ticket.id(), draft.stamp());
            return ticket;
        }

        @Override
        public TicketSnapshot read(TicketRef ticket, CallContext call) {
            TicketSnapshot now = super.read(ticket, call);
            return TicketSnapshot.builder()
                    .ticket(now.ticket())
                    .stamp(stamps.get(ticket.id()))
                    .status(now.status())
                    .isActive(now.isActive())
                    .creator(now.creator())
                    .build();
        }
    }

    // Notes

    static class Publishes extends MemoryConnector {
        Publishes(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        boolean isInternal() {
            return false;
        }

        @Override
        public void note(TicketRef ticket, TicketNote note, CallContext call) {
            writing(() -> tracker.note(token, deadline(call), ticket.id(), source(note), isInternal()));
        }
    }

    static final class LooksAway extends Publishes {
        LooksAway(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        boolean isInternal() {
            return true;
        }
    }

    static final class WouldPublishAgain extends MemoryConnector {
        WouldPublishAgain(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        ConnectorException published() {
            return ConnectorException.of(id(), "the note has been published", Retryability.SAFE);
        }
    }

    static final class PublishesInSecret extends Publishes {
        PublishesInSecret(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.RESOLVE);
        }
    }

    static final class LeavesTheKeyOut extends MemoryConnector {
        LeavesTheKeyOut(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        String source(TicketNote note) {
            return note.text() + "\n " + line(note.fields().get(0));
        }
    }

    static final class FindsKeysInTexts extends MemoryConnector {
        FindsKeysInTexts(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        boolean hasKey(Note note, NoteKey key) {
            return note.source().contains(key.value());
        }
    }

    static final class FindsSimilarKeys extends MemoryConnector {
        FindsSimilarKeys(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        boolean hasKey(Note note, NoteKey key) {
            return note.source().endsWith(key.value());
        }
    }

    static final class TrustsStrangers extends MemoryConnector {
        TrustsStrangers(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        boolean isOurs(Note note) {
            return true;
        }
    }

    // Failures

    static final class CallsALostReplySafe extends MemoryConnector {
        CallsALostReplySafe(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        Retryability retryability(Failure failure, boolean write) {
            return super.retryability(failure, false);
        }
    }

    static final class GivesUpTooSoon extends MemoryConnector {
        GivesUpTooSoon(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        Retryability retryability(Failure failure, boolean write) {
            Retryability right = super.retryability(failure, write);
            return right == Retryability.SAFE ? Retryability.NEVER : right;
        }
    }

    static final class TakesARefusalForALoss extends MemoryConnector {
        TakesARefusalForALoss(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        Retryability retryability(Failure failure, boolean write) {
            return write ? Retryability.OUTCOME_UNKNOWN : super.retryability(failure, false);
        }
    }

    static final class ForgetsRetryAfter extends MemoryConnector {
        ForgetsRetryAfter(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        ConnectorException throttled() {
            return ConnectorException.of(id(), "throttled", Retryability.SAFE);
        }
    }

    static final class IgnoresDeadlines extends MemoryConnector {
        IgnoresDeadlines(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public TicketRef open(TicketDraft draft, CallContext call) {
            CallContext endless =
                    CallContext.builder().from(call).deadline(Instant.MAX).build();
            return super.open(draft, endless);
        }
    }

    static final class ThrowsAnything extends MemoryConnector {
        ThrowsAnything(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        <T> T writing(Supplier<T> work) {
            return work.get();
        }
    }

    static final class TellsItsToken extends MemoryConnector {
        TellsItsToken(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        ConnectorException failure(Failure failure, boolean write) {
            return ConnectorException.of(
                    id(), "GET /tickets?token=" + token + ": " + failure.status, retryability(failure, write));
        }
    }

    static final class ThrowsARefusal extends MemoryConnector {
        ThrowsARefusal(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        ResolveOutcome move(TicketRef ticket, String wanted, CallContext call) {
            writing(() -> {
                tracker.status(token, deadline(call), ticket.id(), wanted);
                return wanted;
            });
            return ResolveOutcome.resolved(wanted);
        }
    }

    static final class MovesTwice extends MemoryConnector {
        MovesTwice(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call) {
            return read(ticket, call).isActive()
                    ? super.resolve(ticket, how, call)
                    : ResolveOutcome.refused("it has ended already");
        }
    }

    static final class PretendsToResolve extends MemoryConnector {
        PretendsToResolve(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call) {
            return ResolveOutcome.resolved("Done");
        }
    }

    // The connector itself

    static final class HasANewId extends MemoryConnector {
        private final ConnectorId id =
                ConnectorId.of("m" + UUID.randomUUID().toString().substring(0, 8));

        HasANewId(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public ConnectorId id() {
            return id;
        }
    }

    static final class ShowsItsToken extends MemoryConnector {
        ShowsItsToken(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public String toString() {
            return "connector with the token " + token;
        }
    }

    static final class ThrowsWhenTested extends MemoryConnector {
        ThrowsWhenTested(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public ConnectionStatus testConnection(CallContext call) {
            return reading(() -> tracker.may(token, deadline(call), Right.SEE_TICKETS))
                    ? ConnectionStatus.ok()
                    : ConnectionStatus.fault(Finding.MISSING_RIGHT, "a right is missing");
        }
    }

    static final class AlwaysWell extends MemoryConnector {
        AlwaysWell(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public ConnectionStatus testConnection(CallContext call) {
            return ConnectionStatus.ok();
        }
    }

    static final class AlwaysBlamesTheNetwork extends MemoryConnector {
        AlwaysBlamesTheNetwork(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public ConnectionStatus testConnection(CallContext call) {
            return ConnectionStatus.fault(Finding.UNREACHABLE, "check the network");
        }
    }

    static final class ThrowsWhenClosed extends MemoryConnector {
        private final AtomicInteger closed = new AtomicInteger();

        ThrowsWhenClosed(MemoryTracker tracker, String token) {
            super(tracker, token);
        }

        @Override
        public void close() {
            if (closed.incrementAndGet() > 1) {
                throw new IllegalStateException("closed already");
            }
        }
    }
}
