package io.epmjit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.attack.ForgeryAttack.Outcome;
import org.junit.jupiter.api.Test;

/** The short form of the program {@link AttackParse}. */
class ParseAttackTest {

    @Test
    void noValueForgesAField() {
        ForgeryAttack attack = ForgeryAttack.run(6_000, 42);
        assertThat(attack.failures()).isEmpty();
        assertThat(attack.count(Outcome.WRONG)).isZero();
        assertThat(attack.count(Outcome.BENIGN_READ)).isGreaterThan(1_200);
        assertThat(attack.count(Outcome.HOSTILE_READ)).isGreaterThan(1_500);
        assertThat(attack.count(Outcome.HOSTILE_REFUSED)).isPositive();
    }

    @Test
    void whateverTheBytesTheyAreReadOrRefused() {
        MutationAttack attack = MutationAttack.run(10_000, 42);
        assertThat(attack.failures()).isEmpty();
        assertThat(attack.read()).isPositive();
        assertThat(attack.refused()).isPositive();
    }
}
