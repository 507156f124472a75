package io.epmjit.testkit.epm;

/** The two kinds of just-in-time requests. */
public enum EpmRequestKind {
    APPLICATION,
    ADMIN
}
