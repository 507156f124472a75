package io.epmjit.connector.contract;

/**
 * A note or comment as it lies in the tracker.
 *
 * @param text what people read: markup interpreted and gone, everything else as it is
 * @param source the note as it is stored, markup and hidden marks included
 * @param isInternal whether only the tracker's own staff see it
 */
public record StoredNote(String text, String source, boolean isInternal) {}
