/**
 * What every fake is made of: a real HTTP server with routes, a log of what arrived, and switches for faults. A fake of
 * another product is routes over its own state; faults and the log come with the server.
 */
@NullMarked
package io.epmjit.testkit.server;

import org.jspecify.annotations.NullMarked;
