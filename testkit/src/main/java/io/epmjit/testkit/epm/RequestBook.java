package io.epmjit.testkit.epm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** All requests, and what decisions do to them. Touched only while nothing else is. */
final class RequestBook {

    private final Map<String, StoredRequest> byId = new LinkedHashMap<>();
    private final SecondDecision second;
    private final BiConsumer<StoredRequest, EpmDecision> received;
    private final Consumer<StoredRequest> read;

    /**
     * @param received told of every decision, with what became of it
     * @param read told of every request that is shown to a caller
     */
    RequestBook(SecondDecision second, BiConsumer<StoredRequest, EpmDecision> received, Consumer<StoredRequest> read) {
        this.second = second;
        this.received = received;
        this.read = read;
    }

    void add(StoredRequest request) {
        if (byId.putIfAbsent(request.requestId, request) != null) {
            throw new IllegalArgumentException("there is a request with this RequestId already: " + request.requestId);
        }
    }

    Optional<StoredRequest> find(String requestId) {
        return Optional.ofNullable(byId.get(requestId));
    }

    Optional<StoredRequest> find(EpmRequestKind kind, String id, Set<RequestIdKind> by) {
        return all(kind).stream()
                .filter(request ->
                        by.stream().anyMatch(idKind -> id(idKind).apply(request).equalsIgnoreCase(id)))
                .findFirst();
    }

    /** A request that a caller is to see. */
    Optional<StoredRequest> read(EpmRequestKind kind, String id, Set<RequestIdKind> by) {
        Optional<StoredRequest> found = find(kind, id, by);
        found.ifPresent(read);
        return found;
    }

    private static Function<StoredRequest, String> id(RequestIdKind kind) {
        return switch (kind) {
            case REQUEST_ID -> request -> request.requestId;
            case TICKET_NUMBER -> request -> request.ticketNumber;
            case SYSTEM_ID -> request -> request.systemId;
        };
    }

    /** In the order of their making. */
    List<StoredRequest> all(EpmRequestKind kind) {
        return byId.values().stream().filter(request -> request.kind == kind).toList();
    }

    List<StoredRequest> all() {
        return new ArrayList<>(byId.values());
    }

    boolean hasPending(EpmRequestKind kind, String placeholder, String user) {
        return all(kind).stream()
                .anyMatch(request -> request.status().equals(EpmDecision.PENDING)
                        && request.value(placeholder).equalsIgnoreCase(user));
    }

    /** Takes a decision in; says what became of it. */
    DecisionEffect decide(StoredRequest request, EpmDecision decision) {
        DecisionEffect effect = effect(request, decision);
        request.record(decision.with(effect));
        received.accept(request, decision.with(effect));
        return effect;
    }

    private DecisionEffect effect(StoredRequest request, EpmDecision decision) {
        if (decision.status().equals(EpmDecision.PENDING)) {
            return DecisionEffect.IGNORED;
        }
        if (decision.origin() == DecisionOrigin.CONSOLE || request.decision().isEmpty()) {
            return DecisionEffect.EFFECTIVE;
        }
        return switch (second) {
            case OVERWRITES -> DecisionEffect.EFFECTIVE;
            case CONFLICT -> DecisionEffect.REFUSED;
            case IGNORED -> DecisionEffect.IGNORED;
        };
    }
}
