package io.epmjit.testkit.github;

import io.epmjit.testkit.server.Reply;
import java.time.Duration;
import java.time.Instant;

/** A limit on how often GitHub may be called, and how it says no: mostly with 403, as its documentation tells. */
public enum GitHubLimit {

    /** The hour's calls are used up: 403 with {@code x-ratelimit-remaining: 0}, and when the next hour begins. */
    PRIMARY {
        @Override
        Reply reply(Instant now) {
            return GitHubJson.message(403, "API rate limit exceeded for user ID 1.")
                    .header("x-ratelimit-limit", "5000")
                    .header("x-ratelimit-remaining", "0")
                    .header(
                            "x-ratelimit-reset",
                            Long.toString(now.plus(Duration.ofMinutes(20)).getEpochSecond()));
        }
    },

    /** Too many at once: 403 with {@code retry-after} of half a minute. */
    SECONDARY {
        @Override
        Reply reply(Instant now) {
            return GitHubJson.message(403, TOO_MANY).header("retry-after", "30");
        }
    },

    /** Too many at once: 403 with nothing but the sentence, as searches were seen to answer. */
    SECONDARY_WITHOUT_A_HEADER {
        @Override
        Reply reply(Instant now) {
            return GitHubJson.message(403, TOO_MANY);
        }
    };

    private static final String TOO_MANY =
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

    abstract Reply reply(Instant now);
}
