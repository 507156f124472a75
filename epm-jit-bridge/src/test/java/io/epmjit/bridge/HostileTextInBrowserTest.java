package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.browser.Browser;
import io.epmjit.model.JitRequestRef;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever users, files and approvers can put into a request or a decision stays text on the page, and is seen as what it is. */
class HostileTextInBrowserTest {

    private static final String MARKUP = "</bdi></dd><script>window.taken='script'</script>"
            + "<img src=x onerror=\"window.taken='image'\"><a href='javascript:window.taken=1'>click</a>"
            + "<form action=https://evil.example><button>Approve</button></form>"
            + "&lt;b&gt; ${7*7} {{7*7}} @template.problem() <!-- ]]> \"'`=";

    /** Turns the direction of writing, so that {@code exe.gpj} looks like {@code jpg.exe}, and hides a letter. */
    private static final String TURNED = "invoice\u202Egpj.exe \u2066isolated\u2069 zero\u200Bwidth \u05D0\u05D1\u05D2";

    private static final List<String> APPLICATION = List.of(
            "User",
            "HostName",
            "FilePathObjectId",
            "CmdArgs",
            "Publisher",
            "ProductName",
            "ProductVersion",
            "Reason",
            "ProductDescription",
            "Workstyle",
            "ApplicationGroup",
            "DownloadSourceUrl",
            "ParentProcess",
            "ServiceName",
            "Message");

    private static final List<String> ADMIN = List.of("UserName", "UserId", "ComputerId", "HostName", "Reason");

    @TempDir
    private Path directory;

    private PageWorld pages;
    private Browser browser;

    @BeforeEach
    void begin() {
        pages = new PageWorld(directory);
        browser = pages.browser;
    }

    @AfterEach
    void end() {
        assertThat(browser.complaints()).isEmpty();
        pages.close();
    }

    private static Map<String, String> all(List<String> fields, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        fields.forEach(field -> values.put(field, field + ": " + text));
        return values;
    }

    private void staysText() {
        assertThat(browser.script("return String(window.taken);")).isEqualTo("undefined");
        assertThat(browser.count("script, img, iframe, object, embed, a[href^='javascript']"))
                .isZero();
        assertThat(browser.count("form")).isLessThanOrEqualTo(1);
    }

    @Test
    void markupInEveryFieldOfAnApplicationStaysText() {
        pages.as("a.lee").open(pages.application(all(APPLICATION, MARKUP)));
        browser.click("#technical summary");
        staysText();
        for (String field : APPLICATION) {
            assertThat(browser.text()).contains(field + ": " + MARKUP.substring(0, 40));
        }
        assertThat(browser.text("#details")).contains("Reason: " + MARKUP);
    }

    @Test
    void markupInEveryFieldOfAnAdminRequestStaysText() {
        pages.as("a.lee").open(pages.admin(all(ADMIN, MARKUP)));
        staysText();
        assertThat(browser.text("#details")).contains("UserName: " + MARKUP, "Reason: " + MARKUP);
    }

    @Test
    void whatTurnsTheDirectionOfWritingIsSeenAndTurnsNothing() {
        pages.as("a.lee").open(pages.application(all(APPLICATION, TURNED)));
        browser.click("#technical summary");
        assertThat(browser.text())
                .contains("Reason: invoice\uFFFDgpj.exe", "zero\uFFFDwidth", "\u05D0\u05D1\u05D2")
                .doesNotContain("\u202E", "\u2066isolated", "\u200B");
        assertThat((Boolean) browser.script("return [...document.querySelectorAll('#details dt')]"
                        + ".every(label => label.getBoundingClientRect().left"
                        + " < label.nextElementSibling.getBoundingClientRect().left);"))
                .as("labels stand before their values")
                .isTrue();
    }

    @Test
    void hundredKilobytesInEveryFieldLeaveTheFirstViewSmallAndAreThereOnDemand() {
        String flood = "<b>".repeat(34_000);
        JitRequestRef request = pages.application(all(APPLICATION, flood.substring(0, 100_000)));
        pages.as("a.lee").open(request);
        assertThat(browser.has("form")).isTrue();
        assertThat(browser.tooWide()).isEmpty();
        assertThat((Long) ((Number) browser.script("return document.documentElement.outerHTML.length;")).longValue())
                .isLessThan(60_000);

        browser.follow("#show-all");
        staysText();
        assertThat((String) browser.script("return document.querySelector('#details').textContent;"))
                .contains("Reason: " + flood.substring(0, 100_000));
        assertThat(browser.tooWide()).isEmpty();
    }

    @Test
    void whatAnApproverTypesStaysTextToo() {
        JitRequestRef request = pages.application();
        pages.as("a.lee").open(request);
        browser.click("#decision-deny");
        String typed = "</textarea>" + MARKUP;
        browser.paste("#reason", typed + " \u202Egpj.exe");
        browser.script("document.querySelector('#decision-deny').checked = false;"
                + "document.querySelector('form').noValidate = true;");
        browser.follow("#submit");
        staysText();
        assertThat(browser.property("#reason", "value")).isEqualTo(typed + " \u202Egpj.exe");

        browser.click("#decision-deny");
        browser.follow("#submit");
        pages.open(request);
        staysText();
        assertThat(browser.text("#story")).contains("</textarea></bdi>").doesNotContain("\u202E");
    }

    @Test
    void aNameOfAnApproverStaysText() {
        JitRequestRef request = pages.application();
        pages.as("<script>window.taken=1</script>\u202Ereverse").open(request);
        staysText();
        assertThat(browser.text("header")).contains("<script>window.taken=1</script>");
    }
}
