/** The endpoints and pages for people: decisions, approval and operations. */
@NullMarked
package io.epmjit.web;

import org.jspecify.annotations.NullMarked;
