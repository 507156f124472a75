package io.epmjit.benchmark.kill;

/** A rule that was broken, and by what. */
record Finding(Rule rule, String what) {

    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
