package io.epmjit.benchmark.kill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** When the bridge is to be killed. */
sealed interface Aim {

    /** While this call is on its way: before its work is done, or before it is answered. */
    record InFlight(Call call, Point point) implements Aim {
        @Override
        public String toString() {
            return call + " " + point;
        }
    }

    /** At this edge of its work. */
    record AtEdge(Edge edge) implements Aim {
        @Override
        public String toString() {
            return edge.toString();
        }
    }

    /** At any time. */
    record AnyTime() implements Aim {
        @Override
        public String toString() {
            return "ANY_TIME";
        }
    }

    /** The calls that can be caught on their way. */
    enum Call {
        DECISION(true, 3),
        EPM_READ(true, 1),
        TICKET(false, 3),
        NOTE(false, 2),
        RESOLUTION(false, 2),
        LOOK_UP(false, 1);

        private final boolean atEpm;
        private final int weight;

        Call(boolean atEpm, int weight) {
            this.atEpm = atEpm;
            this.weight = weight;
        }

        boolean isAtEpm() {
            return atEpm;
        }
    }

    /** Where a call is caught. */
    enum Point {
        WORK,
        REPLY
    }

    /** Only where a ticket has been opened and nobody has been told. */
    static Deque<Aim> untoldTickets(int kills) {
        return new ArrayDeque<>(Collections.nCopies(kills, new InFlight(Call.TICKET, Point.REPLY)));
    }

    /** Half at calls on their way, more than a third at the edges in equal parts, the rest at any time; in any order. */
    static Deque<Aim> plan(int kills, Random random) {
        List<Aim> calls = new ArrayList<>();
        for (Call call : Call.values()) {
            for (int i = 0; i < call.weight; i++) {
                calls.add(new InFlight(call, Point.WORK));
                calls.add(new InFlight(call, Point.REPLY));
            }
        }
        List<Aim> plan = new ArrayList<>();
        int inFlight = (kills + 1) / 2;
        for (int i = 0; i < inFlight; i++) {
            plan.add(calls.get(i % calls.size()));
        }
        int atEdges = Math.min(kills - inFlight, kills * 2 / 5);
        for (int i = 0; i < atEdges; i++) {
            plan.add(new AtEdge(Edge.values()[i % Edge.values().length]));
        }
        while (plan.size() < kills) {
            plan.add(new AnyTime());
        }
        Collections.shuffle(plan, random);
        return new ArrayDeque<>(plan);
    }
}
