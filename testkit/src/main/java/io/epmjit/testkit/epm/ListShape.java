package io.epmjit.testkit.epm;

/** How a list is wrapped. */
public enum ListShape {
    /** {@code data} with {@code pageNumber}, {@code pageSize}, {@code totalRecordCount}, {@code pageCount}. */
    TOTAL_RECORD_COUNT,
    /** {@code data} with {@code totalCount}. */
    TOTAL_COUNT,
    /** Nothing around the rows. */
    BARE_ARRAY
}
