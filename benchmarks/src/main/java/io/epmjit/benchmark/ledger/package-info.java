/** What the ledger can take, and how it grows: on SQLite and on PostgreSQL, in one process and in several. */
@NullMarked
package io.epmjit.benchmark.ledger;

import org.jspecify.annotations.NullMarked;
