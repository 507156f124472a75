package io.epmjit.web;

import io.epmjit.bridge.JitBridge;
import io.epmjit.web.internal.Messages;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen for every page: who looks at it, its language, its zone of time. A page's own builder extends this one.
 *
 * @param <B> the builder itself
 */
public abstract sealed class PageOptions<B extends PageOptions<B>>
        permits ApprovalPage.Builder, OperationsPage.Builder {

    private final JitBridge bridge;
    private @Nullable ApproverResolver resolver;
    private @Nullable Locale language;
    private ZoneId zone = ZoneId.of("UTC");

    PageOptions(JitBridge bridge) {
        this.bridge = Objects.requireNonNull(bridge, "bridge");
    }

    abstract B self();

    /** Who looks. Default: nobody can tell, so that nobody decides or is let in. */
    public B resolver(ApproverResolver who) {
        this.resolver = Objects.requireNonNull(who, "who");
        return self();
    }

    /**
     * The page's language. Default: the one that a browser likes best, among English and German.
     *
     * @throws IllegalArgumentException if there are no messages in it
     */
    public B language(Locale fixed) {
        this.language = Messages.in(fixed, zone).locale();
        return self();
    }

    /** The zone of all times on the page, and of the days that can be chosen. Default: UTC. */
    public B zone(ZoneId ofPeople) {
        this.zone = Objects.requireNonNull(ofPeople, "ofPeople");
        return self();
    }

    JitBridge bridge() {
        return bridge;
    }

    PageSettings settings() {
        return new PageSettings(Optional.ofNullable(resolver), Optional.ofNullable(language), zone);
    }
}
