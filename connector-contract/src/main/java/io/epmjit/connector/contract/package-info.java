/** For the suites that every TicketConnector passes, ours and other people's. Nothing is here yet. */
@NullMarked
package io.epmjit.connector.contract;

import org.jspecify.annotations.NullMarked;
