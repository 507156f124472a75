package io.epmjit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.model.JitRequestRef;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u001B", "\u007F", "\u202E", "\u2066", "\u200B", "\uD83D", "\uDE00", "\u3164"})
    void whatCannotBeSeenShows(String unseen) {
        assertThat(HostileText.lines("a" + unseen + "b")).isEqualTo("a\uFFFDb");
    }

    @Test
    void wholeCharactersStay() {
        assertThat(HostileText.lines("Grüße, שלום, 漢字 \uD83D\uDE00")).isEqualTo("Grüße, שלום, 漢字 \uD83D\uDE00");
    }

    @Test
    void everyLineEndIsOneOfOurs() {
        assertThat(HostileText.lines("a\r\nb\rc\u2028d\u0085e")).isEqualTo("a\nb\nc\nd\ne");
        assertThat(HostileText.oneLine(" a\r\n\tb ")).isEqualTo("a b");
    }

    @Test
    void noCharacterIsCutInHalf() {
        assertThat(HostileText.first(2, "a\uD83D\uDE00")).isEqualTo("a");
        assertThat(HostileText.first(3, "a\uD83D\uDE00b")).isEqualTo("a\uD83D\uDE00");
    }

    @Test
    void whatIsCutSaysSo() {
        assertThat(HostileText.cut(3, "abcdef")).isEqualTo("abc… (cut: the first 3 of 6 characters)");
        assertThat(HostileText.cut(6, "abcdef")).isEqualTo("abcdef");
    }

    @Test
    void aDraftReadsLineByLine() {
        TicketDraft draft = draft("not verified", new TicketField("Reason", "one\r\ntwo\u202E"));

        assertThat(draft.asText(1_000)).isEqualTo("not verified\n\nRequest\n  Reason: one\n    two\uFFFD\n");
    }

    @Test
    void aDraftThatIsTooLongEndsWithAnEllipsis() {
        TicketField[] many = Collections.nCopies(50, new TicketField("Reason", "x".repeat(5_000)))
                .toArray(TicketField[]::new);

        String text = draft("", many).asText(10_000);

        assertThat(text).hasSizeLessThanOrEqualTo(10_000).endsWith("…").contains("(cut: the first 4000 of 5000");
    }

    private static TicketDraft draft(String notice, TicketField... fields) {
        return TicketDraft.builder()
                .stamp(Stamp.of("1f6e22a4"))
                .request(JitRequestRef.admin("1f6e22a4"))
                .notice(notice)
                .addSections(new TicketSection("Request", List.of(fields)))
                .build();
    }
}
