package io.epmjit.web;

import io.epmjit.bridge.SupportBundle;
import io.epmjit.bridge.TenantRequest;
import io.epmjit.endpoint.EndpointResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The support bundle, if need be with everything about one request; never with bodies. */
final class SupportSection implements Section {

    private static final String FILE = "support.zip";

    @Override
    public String name() {
        return FILE;
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        if (visit.isFromElsewhere()) {
            return visit.problem(403, "foreign-form");
        }
        SupportBundle bundle = visit.bridge().supportBundle();
        Optional<TenantRequest> about = visit.askedRequest();
        about.ifPresent(request -> bundle.about(request.request()));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            bundle.writeTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        visit.bridge()
                .history()
                .note(
                        visit.operator(),
                        "download",
                        FILE,
                        about.map(request -> "with " + request.request()).orElse("without a request"));
        return DownloadSection.attachment(FILE, content.toByteArray());
    }
}
