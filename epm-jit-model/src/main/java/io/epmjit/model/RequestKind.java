package io.epmjit.model;

/** The two kinds of just-in-time access that EPM grants; each has its own events and its own calls. */
public enum RequestKind {

    /** To run one application. */
    APPLICATION,

    /** To be administrator of a computer for a while. */
    ADMIN;

    /** The placeholder for whoever asks, in EPM's templates for requests of this kind. */
    public Placeholder requester() {
        return this == ADMIN ? Placeholder.USER_NAME : Placeholder.USER;
    }
}
