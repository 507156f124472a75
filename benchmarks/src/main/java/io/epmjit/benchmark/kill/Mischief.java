package io.epmjit.benchmark.kill;

import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Faults;
import io.epmjit.testkit.server.Gate;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at a fake: faults that strike some share of its calls, the same ones for the same seed, and one call at a
 * time that is held until somebody says what becomes of it. Commands come from one thread.
 */
final class Mischief {

    private final Faults faults;
    private final long seed;
    private double given;
    private volatile boolean calm;
    private @Nullable Held held;

    private record Held(Gate gate, AtomicBoolean armed, AtomicReference<String> what) {}

    Mischief(Faults faults, long seed) {
        this.faults = faults;
        this.seed = seed;
    }

    /** Lets this strike so many of a hundred such calls. */
    Mischief strike(double percent, RequestMatcher which, Fault fault) {
        double from = given;
        double to = given + percent / 100;
        given = to;
        faults.always(
                which.where(call -> {
                    double draw = draw(call);
                    return !calm && from <= draw && draw < to;
                }),
                fault);
        return this;
    }

    private double draw(ReceivedRequest call) {
        return new SplittableRandom(seed * 1_000_003 + call.number()).nextDouble();
    }

    /** What strikes calls that change something. */
    Mischief strikeWrites(RequestMatcher writes) {
        return strike(3, writes, Fault.dropReply())
                .strike(3, writes, Fault.resetAfterWork())
                .strike(2, writes, Fault.workLater(Duration.ofMillis(200)))
                .strike(2, writes, Fault.workLater(Duration.ofMillis(500)))
                .strike(2, writes, Fault.workLater(Settings.LATEST_WORK))
                .strike(5, writes, throttled())
                .strike(3, writes, Fault.status(500))
                .strike(3, writes, Fault.status(503))
                .strike(2, writes, Fault.resetBeforeWork())
                .strike(3, writes, Fault.answerAfterWork(Reply.html(504, "Gateway time-out")));
    }

    /** What strikes calls that only ask. */
    Mischief strikeReads(RequestMatcher reads) {
        return strike(2, reads, throttled()).strike(2, reads, Fault.status(503)).strike(1, reads, Fault.dropReply());
    }

    private static Fault throttled() {
        return Fault.answer(Reply.status(429).header("Retry-After", "1"));
    }

    /** Nothing goes wrong any more. */
    void calm() {
        calm = true;
    }

    /** Holds the next such call, before its work or before its reply. */
    String hold(RequestMatcher which, boolean reply, Function<ReceivedRequest, String> what) {
        Held next = new Held(new Gate(), new AtomicBoolean(true), new AtomicReference<>(""));
        held = next;
        RequestMatcher caught = which.where(call -> {
            boolean first = next.armed.compareAndSet(true, false);
            if (first) {
                next.what.set(call.header(BridgeProcess.NODE).orElse("-1") + " " + what.apply(call));
            }
            return first;
        });
        faults.once(caught, reply ? Fault.holdReply(next.gate) : Fault.holdWork(next.gate));
        return "OK";
    }

    /** What is held by now, {@code HELD}, the number of the node that called, and what it is; {@code NOTHING} if nothing is in time. */
    String await(Duration atMost) throws InterruptedException {
        Held now = held;
        return now != null && now.gate.await(atMost) ? "HELD " + now.what.get() : "NOTHING";
    }

    /** Lets what is held go on, or end without a word; what is not held is not held any more. */
    String release(boolean lose) {
        Held now = held;
        held = null;
        if (now != null) {
            now.armed.set(false);
            if (lose) {
                now.gate.lose();
            } else {
                now.gate.open();
            }
        }
        return "OK";
    }
}
