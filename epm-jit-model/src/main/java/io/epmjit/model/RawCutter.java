package io.epmjit.model;

import io.epmjit.model.JitWebhookParseException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body whose values were not escaped at the template's own text between them.
 *
 * <p>Every piece of that text stands in the body in any case. If, tried at every start, each is there exactly as often as
 * in the template, then no value has brought one along, and the values are what stands between. White space between
 * JSON's tokens and the case of keys are free, so that it does not matter how the console formats a template; that only
 * makes more texts count as a piece, and so refuses more. The first piece and the last are fixed by where they stand.
 */
final class RawCutter {

    private final WebhookTemplate template;
    private final List<TemplateStep> values;
    private final RawPiece first;
    private final RawPiece last;

    /** The different pieces between two values; what is found is known by its index here. */
    private final List<RawPiece> pieces = new ArrayList<>();

    /** The same by the first byte of the key that they lead to, so that few are tried at a place. */
    private final Map<Byte, List<Integer>> byFirstOfKey = new HashMap<>();

    /** The indexes of the pieces that a body has, in its order: as in the template's own text. */
    private final List<Integer> expected;

    /** Which of these matches end one value and begin the next. */
    private final List<Integer> cuts;

    RawCutter(WebhookTemplate template) {
        this.template = template;
        this.values = template.steps().stream()
                .filter(step -> step.placeholder() != null)
                .toList();
        List<RawPiece> all = RawPiece.between(template.steps());
        this.first = all.get(0);
        this.last = all.get(all.size() - 1);
        List<RawPiece> inner = all.subList(1, all.size() - 1);
        for (RawPiece piece : inner) {
            if (indexOf(piece) < 0) {
                pieces.add(piece);
                byFirstOfKey
                        .computeIfAbsent(piece.firstOfKey(), letter -> new ArrayList<>())
                        .add(pieces.size() - 1);
            }
        }
        byte[] text = template.text().getBytes(StandardCharsets.UTF_8);
        Matches own = new Matches(text, Integer.MAX_VALUE);
        this.expected = List.copyOf(own.pieces);
        this.cuts = trueCuts(text, inner, own);
    }

    private int indexOf(RawPiece piece) {
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).sameTextAs(piece)) {
                return i;
            }
        }
        return -1;
    }

    /** Follows the template's own text from placeholder to placeholder, and notes which match is met after each. */
    private List<Integer> trueCuts(byte[] text, List<RawPiece> inner, Matches own) {
        List<Integer> met = new ArrayList<>();
        int at = first.matchFrom(text, RawPiece.skipWhiteSpace(text, 0));
        for (int i = 0; i < inner.size(); i++) {
            at += values.get(i).requiredPlaceholder().token().length();
            met.add(own.find(at, indexOf(inner.get(i))));
            at = inner.get(i).matchFrom(text, at);
        }
        return List.copyOf(met);
    }

    /** The body's texts; or a misfit, which is CONFLICTING_FIELD if every piece is there, but one too often. */
    Attempt cut(Body body, ParseOptions options) {
        byte[] bytes = body.bytes();
        int start = first.matchFrom(bytes, body.firstByte());
        if (start < 0) {
            return Attempt.misfit(notTheTemplate("the body does not begin as the template", first, body.firstByte()));
        }
        int end = startOfLast(bytes);
        if (end < start) {
            return Attempt.misfit(notTheTemplate("the body does not end as the template", last, bytes.length));
        }
        Matches found = new Matches(bytes, expected.size());
        Misfit miscounted = compareCounts(found, end);
        if (miscounted != null) {
            return Attempt.misfit(miscounted);
        }
        if (!found.pieces.equals(expected)) {
            return Attempt.misfit(notTheTemplate("the body has another order than the template", last, end));
        }
        return fill(body, options, found, start, end);
    }

    private int startOfLast(byte[] bytes) {
        for (int at = bytes.length - 1; at >= 0; at--) {
            int end = bytes[at] == '"' ? last.matchFrom(bytes, at) : -1;
            if (end >= 0 && RawPiece.skipWhiteSpace(bytes, end) == bytes.length) {
                return at;
            }
        }
        return -1;
    }

    private @Nullable Misfit compareCounts(Matches found, int end) {
        int tooOften = -1;
        for (int piece = 0; piece < pieces.size(); piece++) {
            int wanted = Collections.frequency(expected, piece);
            if (found.counts[piece] < wanted) {
                return notTheTemplate("the body lacks a key of the template", pieces.get(piece), end);
            }
            if (found.counts[piece] > wanted && tooOften < 0) {
                tooOften = piece;
            }
        }
        if (tooOften < 0) {
            return null;
        }
        return new Misfit(
                Reason.CONFLICTING_FIELD,
                "the text that leads to this field stands in the body more often than in the template '"
                        + template.name() + "': a value may have forged it",
                pieces.get(tooOften).pointer(),
                found.lastStart[tooOften]);
    }

    private Attempt fill(Body body, ParseOptions options, Matches found, int start, int end) {
        Filling filling = new Filling(template, options);
        int from = start;
        for (int i = 0; i < values.size(); i++) {
            boolean isLast = i == cuts.size();
            int to = isLast ? end : found.starts.get(cuts.get(i));
            if (to < from) {
                return Attempt.misfit(notTheTemplate("the body has another order than the template", last, to));
            }
            TemplateStep step = values.get(i);
            String text = filling.replaceUnprintable(body.text(from, to), step.pointer());
            Misfit misfit = filling.put(step, text);
            if (misfit != null) {
                return Attempt.misfit(misfit.at(from));
            }
            from = isLast ? end : found.ends.get(cuts.get(i));
        }
        filling.putLiterals();
        return Attempt.fits(filling);
    }

    private Misfit notTheTemplate(String what, RawPiece piece, long offset) {
        return new Misfit(Reason.NOT_THE_TEMPLATE, what + " '" + template.name() + "' there", piece.pointer(), offset);
    }

    /** Where the pieces stand in a text, tried at every quote. */
    private final class Matches {

        private final List<Integer> pieces = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private final List<Integer> ends = new ArrayList<>();
        private final int[] counts = new int[RawCutter.this.pieces.size()];
        private final int[] lastStart = new int[counts.length];

        /** Keeps as many as a body may have, and counts the others. */
        Matches(byte[] text, int kept) {
            for (int at = 0; at < text.length; at++) {
                if (text[at] == '"') {
                    tryAll(text, at, kept);
                }
            }
        }

        private void tryAll(byte[] text, int at, int kept) {
            for (int piece : byFirstOfKey.getOrDefault(RawPiece.firstOfKey(text, at), List.of())) {
                int end = RawCutter.this.pieces.get(piece).matchFrom(text, at);
                if (end >= 0) {
                    counts[piece]++;
                    lastStart[piece] = at;
                    if (pieces.size() < kept) {
                        pieces.add(piece);
                        starts.add(at);
                        ends.add(end);
                    }
                }
            }
        }

        int find(int start, int piece) {
            for (int match = 0; match < starts.size(); match++) {
                if (starts.get(match) == start && pieces.get(match) == piece) {
                    return match;
                }
            }
            throw new IllegalStateException("a template must match itself");
        }
    }
}
