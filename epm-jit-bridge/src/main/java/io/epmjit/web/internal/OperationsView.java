package io.epmjit.web.internal;

import java.util.List;
import java.util.Optional;

/**
 * Everything that an operations page shows.
 *
 * @param frame what stands around it
 * @param navigation where else to go
 * @param heading what it is about
 * @param news what was done a moment ago
 * @param faults what is wrong with the form that was sent
 * @param blocks what it shows
 */
public record OperationsView(
        PageFrame frame,
        List<Block.Link> navigation,
        String heading,
        Optional<String> news,
        List<Fault> faults,
        List<Block> blocks) {

    public boolean has(String field) {
        return faults.stream().anyMatch(fault -> fault.field().equals(field));
    }
}
