package io.epmjit.web.internal;

import java.util.Optional;

/**
 * Something that has happened to a request.
 *
 * @param moment when, as programs write it
 * @param time when, as people write it
 * @param heading what
 * @param said what somebody typed about it
 * @param outcome what came of it; may be empty
 * @param why why that came of it, in the words of EPM or of the bridge
 */
public record Happening(
        String moment, String time, String heading, Optional<Excerpt> said, String outcome, Optional<Excerpt> why) {}
