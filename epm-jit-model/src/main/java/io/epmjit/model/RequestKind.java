package io.epmjit.model;

/** The two kinds of just-in-time access that EPM grants; each has its own events and its own calls. */
public enum RequestKind {

    /** To run one application. */
    APPLICATION,

    /** To be administrator of a computer for a while. */
    ADMIN
}
