package io.epmjit.bridge;

import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Links to the approval pages of requests: each leads to one request, for a time, and only if this ledger's nodes made it.
 * Whoever has one still has to be let in by the page. Safe for use by several threads.
 */
public final class ApprovalLinks {

    private static final int LONGEST = 1_000;

    private final Seal seal;
    private final PublicUrls urls;
    private final Duration life;
    private final InstantSource clock;

    ApprovalLinks(Seal seal, PublicUrls urls, Duration life, InstantSource clock) {
        this.seal = seal;
        this.urls = urls;
        this.life = life;
        this.clock = clock;
    }

    /**
     * A new link to a request's page: a whole address, or only its path below your mount, {@code /requests/…}, while no
     * {@link JitBridge.Builder#publicUrl} is set.
     *
     * @throws io.epmjit.ledger.LedgerException if the ledger does not give its key
     */
    public String to(TenantRequest request) {
        String text = written(new ApprovalLink(request, clock.instant().plus(life)));
        return urls.request(
                Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + seal.mark(text));
    }

    /**
     * Reads the last segment of a link's path, also of one that has {@linkplain ApprovalLink#isExpiredAt expired}; empty
     * for anything that was not made here.
     *
     * @throws io.epmjit.ledger.LedgerException if the ledger does not give its key
     */
    public Optional<ApprovalLink> read(String segment) {
        int dot = segment.indexOf('.');
        if (dot < 0 || segment.length() > LONGEST) {
            return Optional.empty();
        }
        return decoded(segment.substring(0, dot))
                .filter(text -> seal.fits(text, segment.substring(dot + 1)))
                .map(ApprovalLinks::parsed);
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String written(ApprovalLink link) {
        JitRequestRef request = link.request().request();
        return String.join(
                "\n",
                request.kind().name(),
                request.requestId(),
                Long.toString(link.expiresAt().getEpochSecond()),
                link.request().tenant());
    }

    /** Only what {@link #written} wrote comes here. */
    private static ApprovalLink parsed(String text) {
        String[] parts = text.split("\n", 4);
        JitRequestRef request = JitRequestRef.of(RequestKind.valueOf(parts[0]), parts[1]);
        return new ApprovalLink(new TenantRequest(parts[3], request), Instant.ofEpochSecond(Long.parseLong(parts[2])));
    }
}
