package io.epmjit.browser;

import java.util.List;
import java.util.Map;

/** A key that does something else than write a letter. */
public enum Key {
    TAB("\uE004"),
    ENTER("\uE006"),
    SPACE(" "),
    UP("\uE013"),
    DOWN("\uE015"),
    BACK_TAB("\uE004") {
        @Override
        void strokes(List<Object> strokes) {
            strokes.add(Map.of("type", "keyDown", "value", SHIFT));
            super.strokes(strokes);
            strokes.add(Map.of("type", "keyUp", "value", SHIFT));
        }
    };

    private static final String SHIFT = "\uE008";

    private final String code;

    Key(String code) {
        this.code = code;
    }

    void strokes(List<Object> strokes) {
        stroke(code, strokes);
    }

    static void stroke(String code, List<Object> strokes) {
        strokes.add(Map.of("type", "keyDown", "value", code));
        strokes.add(Map.of("type", "keyUp", "value", code));
    }
}
