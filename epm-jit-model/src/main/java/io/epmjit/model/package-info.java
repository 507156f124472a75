/** The values of a just-in-time request: events as EPM sends them, templates, decisions and durations. */
@NullMarked
package io.epmjit.model;

import org.jspecify.annotations.NullMarked;
