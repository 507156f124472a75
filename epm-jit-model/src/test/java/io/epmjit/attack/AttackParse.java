package io.epmjit.attack;

import io.epmjit.attack.ForgeryAttack.Outcome;

/** The attack on the parser as a program: {@code BODIES} (1,000,000) and {@code SEED} (1) from the environment. */
public final class AttackParse {

    private static final double LINEAR = 12;

    private AttackParse() {}

    public static void main(String[] arguments) {
        int bodies = Integer.parseInt(System.getenv().getOrDefault("BODIES", "1000000"));
        long seed = Long.parseLong(System.getenv().getOrDefault("SEED", "1"));

        System.out.printf("Forging fields: %,d bodies, seed %d%n", bodies, seed);
        ForgeryAttack forgery = ForgeryAttack.run(bodies, seed);
        for (Outcome outcome : Outcome.values()) {
            System.out.printf("  %-26s %,12d%n", outcome, forgery.count(outcome));
        }
        forgery.failures().forEach(System.out::println);

        System.out.printf("Damaging bodies: %,d bodies%n", bodies);
        MutationAttack mutation = MutationAttack.run(bodies, seed);
        System.out.printf("  %-26s %,12d%n  %-26s %,12d%n", "read", mutation.read(), "refused", mutation.refused());
        mutation.failures().forEach(System.out::println);

        System.out.println("Time for 1 MB over time for 100 kB");
        double growth = GrowthAttack.worstRatio();

        boolean passed = forgery.count(Outcome.WRONG) == 0
                && forgery.count(Outcome.BENIGN_REFUSED) == 0
                && forgery.count(Outcome.REFUSED_WITHOUT_CAUSE) == 0
                && forgery.count(Outcome.BENIGN_READ) > 0
                && forgery.count(Outcome.HOSTILE_READ) > 0
                && mutation.failures().isEmpty()
                && growth <= LINEAR;
        System.out.printf(
                "%s attack-parse: %,d bodies, benign read %,d of %,d, hostile read rightly %,d, hostile refused %,d,"
                        + " refused without cause %,d, wrong %,d; damaged %,d, unexpected exceptions %d; growth %.1f%n",
                passed ? "PASS" : "FAIL",
                bodies,
                forgery.count(Outcome.BENIGN_READ),
                forgery.count(Outcome.BENIGN_READ) + forgery.count(Outcome.BENIGN_REFUSED),
                forgery.count(Outcome.HOSTILE_READ) + forgery.count(Outcome.HOSTILE_READ_WITH_WARNING),
                forgery.count(Outcome.HOSTILE_REFUSED),
                forgery.count(Outcome.REFUSED_WITHOUT_CAUSE),
                forgery.count(Outcome.WRONG),
                bodies,
                mutation.failures().size(),
                growth);
        System.exit(passed ? 0 : 1);
    }
}
