/** Requests as Jira issues: a {@code TicketConnector} for Jira Cloud, and the client it is built on. */
@HiddenImplementation
@NullMarked
package io.epmjit.connector.jira;

import org.jspecify.annotations.NullMarked;
