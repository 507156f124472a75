package io.epmjit.testkit.epm;

/** How a client asks for a page. */
public enum PagingDialect {
    /** {@code Pagination.PageNumber}, {@code Pagination.PageSize}. */
    DOTTED,
    /** {@code pageNumber}, {@code pageSize}. */
    PLAIN
}
