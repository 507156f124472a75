package io.epmjit.web;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/**
 * What whoever mounts a page may choose.
 *
 * @param resolver who looks; empty if nobody can tell
 * @param language the language of the page; empty if that is for browsers to say
 * @param zone the zone of all times that it shows
 */
record PageSettings(Optional<ApproverResolver> resolver, Optional<Locale> language, ZoneId zone) {}
