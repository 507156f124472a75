package io.epmjit.benchmark.kill;

/** Kills a bridge on a SQLite file {@code KILLS} (100) times, choosing by {@code SEED} (1), and judges what it left. */
public final class Kill {

    private Kill() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(Program.run(
                "kill", 1, settings -> new SqliteStore(settings.directory().resolve("jit.db"))));
    }
}
