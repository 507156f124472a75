package io.epmjit.http;

/**
 * Is told of every attempt, for metrics. Called on the thread that makes the call: be quick. What it throws is logged and
 * otherwise ignored. Safe for use by several threads.
 */
@FunctionalInterface
public interface HttpListener {

    /** One exchange has ended, well or badly. */
    void attempted(HttpAttempt attempt);
}
