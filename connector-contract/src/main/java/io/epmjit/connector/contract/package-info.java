/**
 * The suite that every connector to a tracker passes, ours and other people's: extend {@link
 * io.epmjit.connector.contract.TicketConnectorContract} and give it a tracker to be tested against.
 */
@NullMarked
package io.epmjit.connector.contract;

import org.jspecify.annotations.NullMarked;
