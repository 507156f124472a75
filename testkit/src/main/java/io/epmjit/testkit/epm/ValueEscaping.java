package io.epmjit.testkit.epm;

/** How values get into a template; nobody knows which of these EPM does. */
public enum ValueEscaping {
    /** As JSON strings want them. */
    JSON,
    /** As they are: a quotation mark breaks the document. */
    RAW
}
