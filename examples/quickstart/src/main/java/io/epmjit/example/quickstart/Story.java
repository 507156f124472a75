package io.epmjit.example.quickstart;

import io.epmjit.bridge.JitChange;
import io.epmjit.bridge.JitListener;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells what happens, as it happens, in plain words; and lets somebody wait until it has. */
final class Story implements JitListener {

    private static final int MOST_KEPT = 1_000;

    private final PrintStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final List<JitChange> changes = new ArrayList<>();

    Story(PrintStream out) {
        this.out = out;
    }

    @Override
    public void changed(JitChange change) {
        lock.lock();
        try {
            if (changes.size() == MOST_KEPT) {
                changes.remove(0);
            }
            changes.add(change);
            out.println("  " + sentence(change));
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many changes of this kind have happened. */
    <T extends JitChange> List<T> await(Class<T> kind, int count, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (changesOf(kind).size() < count) {
                if (nanos <= 0) {
                    throw new IllegalStateException("after " + atMost.toSeconds() + " s only "
                            + changesOf(kind).size() + " of " + count + " have come: " + kind.getSimpleName());
                }
                nanos = told.awaitNanos(nanos);
            }
            return changesOf(kind);
        } finally {
            lock.unlock();
        }
    }

    private <T extends JitChange> List<T> changesOf(Class<T> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static String sentence(JitChange change) {
        if (change instanceof JitChange.RequestReceived it) {
            return "request in         " + it.request();
        } else if (change instanceof JitChange.BodyQuarantined it) {
            return "quarantined        a webhook of " + it.source() + ": " + it.reason();
        } else if (change instanceof JitChange.TicketOpened it) {
            return "ticket created     " + it.ticket().key() + " for "
                    + it.request().requestId()
                    + it.ticket()
                            .url()
                            .map(URI::toString)
                            .map(url -> "  " + url)
                            .orElse("");
        } else if (change instanceof JitChange.TicketDuplicated it) {
            return "TICKET DOUBLED     " + it.duplicate().key() + " beside "
                    + it.standing().key();
        } else if (change instanceof JitChange.DecisionAccepted it) {
            return "decided            " + it.request().requestId() + " " + (it.approved() ? "approved" : "denied")
                    + " by " + it.by() + ", on its way to EPM";
        } else if (change instanceof JitChange.DecisionAcknowledged it) {
            return "sent to EPM        " + it.request().requestId() + " " + (it.approved() ? "approved" : "denied")
                    + ": EPM has it, it is final";
        } else if (change instanceof JitChange.DecisionFailed it) {
            return "decision failed    " + it.request().requestId() + " " + it.state() + ": " + it.reason();
        } else if (change instanceof JitChange.StatusSeen it) {
            return "confirmed by EPM   " + it.request().requestId() + " is " + it.status();
        } else if (change instanceof JitChange.TicketNoted it) {
            return "note on ticket     " + it.ticket().key() + ": " + it.note();
        } else if (change instanceof JitChange.TicketResolved it) {
            return "ticket resolved    " + it.ticket().key() + " is now " + it.status();
        } else if (change instanceof JitChange.WorkGivenUp it) {
            return "GIVEN UP           " + it.action() + " at " + it.target() + " for "
                    + it.request().requestId() + ": " + it.reason();
        }
        return change.toString();
    }
}
