package io.epmjit.ledger;

import java.time.Duration;

/**
 * On what terms effects are claimed.
 *
 * @param call how long a call may take
 * @param lease how long a claim holds; longer than a call
 * @param attempts after how many attempts an effect is given up
 */
record ClaimTerms(Duration call, Duration lease, int attempts) {}
