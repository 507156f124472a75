package io.epmjit.model;

/**
 * Whether EPM escapes a value when it puts it between a template's quotes. It is documented nowhere, so it is a setting;
 * look at one body with a Windows path in it, and you know.
 */
public enum Escaping {

    /** Values arrive escaped: the body is JSON, and whatever is not legal JSON is refused. */
    JSON,

    /** Values arrive as they are: the body is always cut at the template's own text, and nothing is unescaped. */
    RAW,

    /**
     * Nobody knows: legal JSON is read as JSON, everything else is cut. Where a value of legal JSON has a backslash,
     * both readings are possible, and the event has a warning that names the field.
     */
    DETECT
}
