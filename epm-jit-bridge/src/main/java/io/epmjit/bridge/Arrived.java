package io.epmjit.bridge;

import io.epmjit.ledger.Body;
import java.util.Optional;

/**
 * An authenticated body, and where it came from.
 *
 * @param source the source whose credential it carried
 * @param tenant the tenant that the source belongs to
 * @param event the event that its URL named
 * @param remoteAddress the address it came from
 * @param body the bytes as they came
 */
record Arrived(String source, String tenant, Optional<String> event, Optional<String> remoteAddress, Body body) {}
