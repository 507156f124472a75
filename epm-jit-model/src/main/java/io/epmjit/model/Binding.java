package io.epmjit.model;

/**
 * How firmly an event's fields are tied to the template that EPM filled. End users choose some of the values, and nobody
 * documents whether EPM escapes them; so who may trust a field depends on this.
 */
public enum Binding {

    /**
     * The body has exactly the keys of a template that its receiver named as EPM's own, so no value can have forged a
     * field.
     */
    DECLARED,

    /** The body fits one of BeyondTrust's own templates, but nobody said that EPM uses it: a hint, no more. */
    ASSUMED,

    /** The body is JSON of an unknown shape, read leniently: any field may come from any value. */
    NONE,

    /** There was no body: EPM itself said so, when it was asked. What users typed is still theirs. */
    LISTED
}
