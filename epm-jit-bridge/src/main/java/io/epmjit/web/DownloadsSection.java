package io.epmjit.web;

import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.web.internal.Block;
import java.time.ZoneId;
import java.util.List;

/** What can be taken away: requests, the audit trail, a bundle for support. */
final class DownloadsSection implements Section {

    private final ZoneId zone;

    DownloadsSection(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public String name() {
        return "downloads";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        return visit.page(
                visit.text("nav.downloads"),
                List.of(
                        new Block.Words(visit.text("downloads.intro", zone.getId())),
                        new Block.Period(
                                day(visit.asked("since")),
                                day(visit.asked("until")),
                                List.of(
                                        file(visit, "requests.csv"),
                                        file(visit, "requests.ndjson"),
                                        file(visit, "trail.ndjson"))),
                        new Block.Heading("support", visit.text("support")),
                        new Block.Words(visit.text("support.text")),
                        new Block.Links(visit.text("support"), List.of(file(visit, "support.zip")))));
    }

    /** What a browser takes as a day. */
    private static String day(String typed) {
        return typed.matches("\\d{4}-\\d{2}-\\d{2}") ? typed : "";
    }

    private static Block.Link file(OperationsVisit visit, String name) {
        return new Block.Link(visit.text("file." + name), visit.to(name), false);
    }
}
