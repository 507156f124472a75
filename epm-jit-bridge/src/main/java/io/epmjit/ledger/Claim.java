package io.epmjit.ledger;

/**
 * A worker's hold on an effect, until its lease ends or somebody else claims it.
 *
 * @param effect the effect as it was claimed; its epoch is the claim's
 * @param origin what it belongs to
 * @param looks whether the worker shall only look, since an earlier outcome is unknown
 */
record Claim(Effect effect, Origin origin, boolean looks) {}
