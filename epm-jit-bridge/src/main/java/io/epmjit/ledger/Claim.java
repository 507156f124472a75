package io.epmjit.ledger;

import java.time.Instant;

/**
 * A worker's hold on an effect, until its lease ends or somebody else claims it.
 *
 * @param effect the effect as it was claimed; its epoch is the claim's
 * @param origin what it belongs to
 * @param looks whether the worker shall only look, since an earlier outcome is unknown
 * @param deadline when the worker's call must have ended; earlier than the lease
 */
record Claim(Effect effect, Origin origin, boolean looks, Instant deadline) {}
