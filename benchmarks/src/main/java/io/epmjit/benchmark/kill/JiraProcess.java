package io.epmjit.benchmark.kill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Journal;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.RequestMatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Jira as a program. */
final class JiraProcess {

    private static final JsonMapper JSON = new JsonMapper();

    private final FakeJira jira;
    private final Mischief mischief;

    private JiraProcess(Path journal, long seed, Duration hiding) {
        Journal diary = Journal.to(journal, "jira");
        this.jira = FakeJira.builder()
                .searchDelay(hiding)
                .journal(diary)
                .requestLogLimit(0)
                .start();
        jira.faults().always(call -> tell(diary, call), Fault.status(500));
        this.mischief = new Mischief(jira.faults(), seed);
    }

    /** Arguments: the journal, the seed, for how many milliseconds new issues are hidden, and {@code calm} if nothing else is to go wrong. */
    public static void main(String[] arguments) throws Exception {
        JiraProcess process = new JiraProcess(
                Path.of(arguments[0]), Long.parseLong(arguments[1]), Duration.ofMillis(Long.parseLong(arguments[2])));
        if (!arguments[3].equals("calm")) {
            process.mischief
                    .strikeWrites(call -> isCreate(call) || isNote(call) || isTransition(call))
                    .strikeReads(call -> !(isCreate(call) || isNote(call) || isTransition(call)));
        }
        FakeJira jira = process.jira;
        System.out.println("JIRA_URL=" + jira.url());
        System.out.println("JIRA_USER=" + jira.account().email());
        System.out.println("JIRA_TOKEN=" + jira.account().token());
        System.out.println("JIRA_PROJECT=" + jira.serviceDesk().key());
        System.out.println("JIRA_ISSUE_TYPE=" + jira.serviceDesk().issueType());
        System.out.println("JIRA_FIELD=" + FakeJira.STAMP_FIELD);
        Commands.obey(process::obey);
        System.exit(0);
    }

    /** Strikes nothing: notes who wants to change something when the call arrives, whatever becomes of it. */
    private static boolean tell(Journal diary, ReceivedRequest call) {
        if (call.method().equals("POST")) {
            diary.write(
                    "change arrived",
                    Map.of(
                            "call",
                            call.number(),
                            "at",
                            call.at().toString(),
                            "node",
                            call.header(BridgeProcess.NODE).orElse("")));
        }
        return false;
    }

    private String obey(List<String> words) throws InterruptedException {
        return switch (words.get(0)) {
            case "hold" -> mischief.hold(calls(words.get(1)), words.get(2).equals("REPLY"), JiraProcess::subject);
            case "await" -> mischief.await(Duration.ofMillis(Long.parseLong(words.get(1))));
            case "open" -> mischief.release(false);
            case "lose" -> mischief.release(true);
            case "hide" -> {
                Duration time = Duration.ofMillis(Long.parseLong(words.get(2)));
                jira.issuesWith(FakeJira.STAMP_FIELD, words.get(1))
                        .forEach(issue -> jira.hideFromSearch(issue.key(), time));
                yield "OK";
            }
            case "calm" -> {
                mischief.calm();
                yield "OK";
            }
            default -> throw new IllegalArgumentException("what is " + words);
        };
    }

    private static RequestMatcher calls(String what) {
        return switch (what) {
            case "TICKET" -> JiraProcess::isCreate;
            case "NOTE" -> JiraProcess::isNote;
            case "RESOLUTION" -> JiraProcess::isTransition;
            case "LOOK_UP" -> call -> call.path().endsWith("/search/jql");
            default -> throw new IllegalArgumentException("Jira has no " + what);
        };
    }

    /** The stamp of a ticket that is to be opened, and of other calls their path. */
    private static String subject(ReceivedRequest call) {
        if (!isCreate(call)) {
            return call.path();
        }
        try {
            return JSON.readTree(call.text())
                    .path("fields")
                    .path(FakeJira.STAMP_FIELD)
                    .asText();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a ticket that is no JSON", e);
        }
    }

    private static boolean isCreate(ReceivedRequest call) {
        return call.method().equals("POST") && call.path().endsWith("/rest/api/3/issue");
    }

    private static boolean isNote(ReceivedRequest call) {
        return call.method().equals("POST") && call.path().endsWith("/comment");
    }

    private static boolean isTransition(ReceivedRequest call) {
        return call.method().equals("POST") && call.path().endsWith("/transitions");
    }
}
