package io.epmjit.benchmark.kill;

/**
 * Kills, or freezes beyond its lease, one of three bridges on one PostgreSQL, {@code KILLS} (100) times, choosing by
 * {@code SEED} (1), and judges what they left.
 */
public final class KillPostgres {

    private static final int NODES = 3;

    private KillPostgres() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(Program.run("kill-postgres", NODES, settings -> new PostgresStore()));
    }
}
