package io.epmjit.http;

/** One step of the pipeline: does its part and hands the call on. Safe for use by several threads. */
@FunctionalInterface
interface Step {

    ApiResponse send(OngoingCall call);
}
