package io.epmjit.web;

import io.epmjit.bridge.Seal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Marks in forms, so that one that comes back is known to have been given to this viewer, for this purpose, not long ago: no
 * other site can make its visitors send one.
 */
final class FormTokens {

    static final Duration LIFE = Duration.ofHours(4);

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12})\\.([A-Za-z0-9_-]{1,64})");

    private final Seal seal;
    private final InstantSource clock;

    FormTokens(Seal seal, InstantSource clock) {
        this.seal = seal;
        this.clock = clock;
    }

    /** What a token turned out to be. */
    enum Judgement {
        GENUINE,

        /** It was ours, and has become too old. */
        OLD,

        /** It was never given to this viewer for this purpose. */
        FALSE
    }

    /** A token for a form by which this viewer may do that. */
    String issue(Viewer viewer, String purpose) {
        String expiry = Long.toString(clock.instant().plus(LIFE).getEpochSecond());
        return expiry + "." + seal.mark(text(viewer, purpose, expiry));
    }

    Judgement judge(String token, Viewer viewer, String purpose) {
        var parts = WRITTEN.matcher(token);
        if (!parts.matches() || !seal.fits(text(viewer, purpose, parts.group(1)), parts.group(2))) {
            return Judgement.FALSE;
        }
        Instant expiry = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
        return clock.instant().isBefore(expiry) ? Judgement.GENUINE : Judgement.OLD;
    }

    /** A viewer's name has no line breaks, so no two texts are alike. */
    private static String text(Viewer viewer, String purpose, String expiry) {
        return viewer.name() + "\n" + expiry + "\n" + purpose;
    }
}
