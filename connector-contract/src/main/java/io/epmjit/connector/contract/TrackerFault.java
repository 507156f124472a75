package io.epmjit.connector.contract;

import java.time.Duration;

/** Something that goes wrong with a request. Each says whether its work is done, since that is what a client cannot know. */
public enum TrackerFault {

    /** The work is done; the connection breaks before any of the answer is sent. */
    REPLY_LOST,

    /** The work is done; a gateway answers 502, or 504, in the tracker's place. */
    GATEWAY_ERROR,

    /** The work is not done; the tracker answers 500, or 503, without {@code Retry-After}. */
    SERVER_ERROR,

    /** The work is not done; a login page comes instead, in HTML and with status 200. */
    LOGIN_PAGE,

    /** The work is not done; no answer comes for as long as the caller waits, until the tracker is closed. */
    HANGS,

    /** No connection is taken, for no request at all. */
    NO_CONNECTION,

    /** The work is not done; the tracker finds fault with the request, and answers 400 or 422 as it does. */
    REFUSED,

    /** The work is not done; the tracker answers 401. */
    UNAUTHORIZED,

    /** The work is not done; the tracker answers 403. */
    FORBIDDEN,

    /** The work is not done; the tracker answers 429 with {@code Retry-After} of {@link #RETRY_AFTER}. */
    THROTTLED,

    /**
     * Only for {@link Operation#NOTE}, and only where there are internal notes: the note is written, but outsiders can see
     * it, and the answer is as the tracker gives it then.
     */
    PUBLISHED;

    /** For how long a tracker that throttles wants to be left alone. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(7);
}
