package io.epmjit.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The browser's checks find what they look for: nobody need believe that a page is in order because they are silent. */
class BrowserTest {

    private Browser browser;

    @BeforeEach
    void begin() {
        browser = Browser.fresh();
    }

    private void show(String html) {
        byte[] page = ("<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>" + html
                        + "</main></html>")
                .getBytes(StandardCharsets.UTF_8);
        browser.open(URI.create("data:text/html;base64," + Base64.getEncoder().encodeToString(page)));
    }

    @Test
    void aBarrierIsFound() {
        show("<label>Reason <input></label>");
        assertThat(browser.barriers()).isEmpty();

        show("<input>");
        assertThat(browser.barriers()).singleElement().asString().startsWith("label:");
    }

    @Test
    void poorContrastIsFound() {
        show("<p style='color: #ccc; background: #fff'>hardly to be seen</p>");
        assertThat(browser.barriers()).singleElement().asString().startsWith("color-contrast:");
    }

    @Test
    void aComplaintOfTheBrowserIsSeen() {
        show("<meta http-equiv='Content-Security-Policy' content=\"style-src 'none'\"><p style='color: red'>red</p>");
        assertThat(browser.complaints()).singleElement().asString().contains("Content Security Policy");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void scriptsRunUntilTheyAreSwitchedOff() {
        String page = "<p id=p>before</p><script>p.textContent = 'after'</script>";
        show(page);
        assertThat(browser.text("#p")).isEqualTo("after");

        browser.withoutScript();
        show(page);
        assertThat(browser.text("#p")).isEqualTo("before");
        assertThat(browser.barriers()).isEmpty();
    }

    @Test
    void theReaderMayPreferTheDark() {
        show("<style>@media (prefers-color-scheme: dark) { p { color: rgb(1, 2, 3) } }</style><p>text</p>");
        assertThat(browser.style("p", "color")).isEqualTo("rgba(0, 0, 0, 1)");

        browser.dark();
        assertThat(browser.style("p", "color")).isEqualTo("rgba(1, 2, 3, 1)");
    }

    @Test
    void whatIsTooWideForAPhoneIsFound() {
        show("<meta name=viewport content='width=device-width'><div style='width: 400px'>wide</div>");
        assertThat(browser.tooWide()).isEmpty();

        browser.phone();
        assertThat(browser.tooWide()).singleElement().asString().startsWith("<div");
    }

    @Test
    void keysGoWhereTheFocusIs() {
        show("<label>One <input id=one></label><label>Two <input id=two></label>");
        browser.press(Key.TAB, Key.TAB);
        browser.type("text");
        browser.press(Key.BACK_TAB);

        assertThat(browser.focused()).isEqualTo("one");
        assertThat(browser.property("#two", "value")).isEqualTo("text");
    }

    @Test
    void hiddenTextIsNotRead() {
        show("<p id=seen>seen</p><p id=hidden hidden>hidden</p>");
        assertThat(browser.text()).contains("seen").doesNotContain("hidden");
        assertThat(browser.shows("#hidden")).isFalse();
        assertThat(browser.has("#hidden")).isTrue();
    }
}
