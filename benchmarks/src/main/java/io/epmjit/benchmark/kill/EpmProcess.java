package io.epmjit.benchmark.kill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmWebhook;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Journal;
import io.epmjit.testkit.server.ReceivedRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/** EPM, its users and the people at its console, as a program. */
final class EpmProcess {

    static final String WEBHOOK_USER = "pmc_webhook_user";
    static final String WEBHOOK_PASSWORD = "kill-webhook-password";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int DELIVERY_ATTEMPTS = 40;
    private static final Duration DELIVERY_PAUSE = Duration.ofMillis(500);

    private final FakeEpm epm;
    private final Journal journal;
    private final Mischief mischief;
    private final SplittableRandom random;
    private final ReentrantLock drawing = new ReentrantLock();
    private volatile boolean calm;

    private EpmProcess(Path journalFile, long seed) {
        this.journal = Journal.to(journalFile, "epm");
        this.epm = FakeEpm.builder()
                .journal(journal)
                .requestLogLimit(0)
                .severalOpenRequests()
                .noRateLimit()
                .start();
        this.random = new SplittableRandom(seed);
        this.mischief = new Mischief(epm.faults(), seed);
    }

    /** Arguments: the journal, the seed, where webhooks go, and {@code calm} if nothing is to go wrong. */
    public static void main(String[] arguments) throws Exception {
        EpmProcess process = new EpmProcess(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        process.epm.faults().always(process::tellOfArrivals, Fault.status(500));
        if (arguments[3].equals("calm")) {
            process.calm();
        } else {
            process.mischief.strikeWrites(EpmProcess::isDecision).strikeReads(EpmProcess::isRead);
        }
        process.register(URI.create(arguments[2]));
        System.out.println("EPM_URL=" + process.epm.url());
        System.out.println("EPM_CLIENT_ID=" + process.epm.clientId());
        System.out.println("EPM_CLIENT_SECRET=" + process.epm.clientSecret());
        System.out.println("EPM_TENANT_ID=" + process.epm.tenantId());
        Commands.obey(process::obey);
        System.exit(0);
    }

    private void register(URI webhooks) {
        for (EpmEvent event : EpmEvent.values()) {
            epm.registerWebhook(EpmWebhook.on(event, webhooks)
                    .basic(WEBHOOK_USER, WEBHOOK_PASSWORD)
                    .build());
            epm.webhooks().policies(event, this::fate);
        }
    }

    /** Most events are sent at once and again until somebody takes them; some come twice, late, or not at all. */
    private DeliveryPolicy fate() {
        double draw = draw();
        if (calm || draw < 0.65) {
            return persistent(DeliveryPolicy.automatic());
        }
        if (draw < 0.75) {
            return persistent(DeliveryPolicy.repeated(2));
        }
        if (draw < 0.90) {
            return persistent(DeliveryPolicy.delayed(Duration.ofMillis((long) (200 + 1_800 * draw()))));
        }
        if (draw < 0.96) {
            return persistent(DeliveryPolicy.repeated(3).andDelayed(Duration.ofMillis((long) (2_000 * draw()))));
        }
        return draw < 0.98 ? DeliveryPolicy.automatic() : DeliveryPolicy.suppressed();
    }

    private static DeliveryPolicy persistent(DeliveryPolicy policy) {
        return policy.andSentAgain(DELIVERY_ATTEMPTS, DELIVERY_PAUSE);
    }

    private double draw() {
        drawing.lock();
        try {
            return random.nextDouble();
        } finally {
            drawing.unlock();
        }
    }

    private String obey(List<String> words) throws InterruptedException {
        return switch (words.get(0)) {
            case "application" -> epm.requestApplication().requestId();
            case "admin" -> epm.requestAdmin().requestId();
            case "approve" ->
                epm.console().approve(words.get(1), words.get(2), words.get(3)).status();
            case "deny" -> epm.console().deny(words.get(1), words.get(2)).status();
            case "hold" ->
                mischief.hold(
                        words.get(1).equals("DECISION") ? EpmProcess::isDecision : EpmProcess::isRead,
                        words.get(2).equals("REPLY"),
                        EpmProcess::requestOf);
            case "await" -> mischief.await(Duration.ofMillis(Long.parseLong(words.get(1))));
            case "open" -> mischief.release(false);
            case "lose" -> mischief.release(true);
            case "calm" -> calm();
            default -> throw new IllegalArgumentException("what is " + words);
        };
    }

    private String calm() {
        calm = true;
        mischief.calm();
        return "OK";
    }

    /** Strikes nothing: notes who asks, and which request a decision is about, when a call arrives, whatever becomes of it. */
    private boolean tellOfArrivals(ReceivedRequest call) {
        if (isDecision(call)) {
            tell("decision arrived", call, text(body(call), "decision"));
        } else if (isRead(call)) {
            tell("question arrived", call, "");
        }
        return false;
    }

    private void tell(String what, ReceivedRequest call, String status) {
        String node = call.header(BridgeProcess.NODE).orElse("");
        journal.write(
                what,
                Map.of(
                        "call",
                        call.number(),
                        "at",
                        call.at().toString(),
                        "node",
                        node,
                        "worker",
                        node + " " + call.header(BridgeProcess.WORKER).orElse(""),
                        "requestId",
                        requestOf(call),
                        "status",
                        status));
    }

    private static String requestOf(ReceivedRequest call) {
        if (!call.method().equals("POST")) {
            return call.path().substring(call.path().lastIndexOf('/') + 1);
        }
        JsonNode body = body(call);
        String id = text(body, "itsmRequestId");
        return id.isEmpty() ? text(body, "requestId") : id;
    }

    private static JsonNode body(ReceivedRequest call) {
        try {
            return JSON.readTree(call.text());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a decision that is no JSON", e);
        }
    }

    private static String text(JsonNode body, String name) {
        for (var field : body.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue().asText();
            }
        }
        return "";
    }

    private static boolean isDecision(ReceivedRequest call) {
        return isDecision(call.method(), call.path());
    }

    private static boolean isRead(ReceivedRequest call) {
        return isRead(call.method(), call.path());
    }

    static boolean isDecision(String method, String path) {
        return method.equals("POST") && (path.endsWith("/notification") || path.endsWith("/approval"));
    }

    static boolean isRead(String method, String path) {
        return method.equals("GET") && path.contains("Request/");
    }
}
