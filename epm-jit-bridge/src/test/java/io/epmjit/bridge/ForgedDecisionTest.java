package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.model.JitRequestRef;
import io.epmjit.web.ApprovalPage;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links and forms that are not what they should be: nothing is shown for them, and nothing is done. */
class ForgedDecisionTest {

    private static final Map<String, String> DENIAL = Map.of("decision", "deny", "reason", "not this week");

    @TempDir
    private Path directory;

    private World world;
    private JitRequestRef request;
    private PageClient lee;
    private String link;

    @BeforeEach
    void begin() {
        world = new World(directory);
        request = world.requestAdmin();
        lee = client("a.lee");
        link = link(request);
    }

    @AfterEach
    void nothingWasDone() {
        world.live(Duration.ofMinutes(2));
        assertThat(world.atEpm(request).received()).isEmpty();
        world.close();
    }

    private PageClient client(String name) {
        return new PageClient(ApprovalPage.of(world.bridge(), PageClient::signedIn)).as(Viewer.of(name, Role.USER));
    }

    private String link(JitRequestRef wanted) {
        return world.bridge().approvalLinks().to(new TenantRequest(world.epm.tenantId(), wanted));
    }

    private String token() {
        return PageClient.tokenOf(lee.get(link));
    }

    private void assertNothingHere(String path) {
        EndpointResponse shown = lee.get(path);
        assertThat(shown.status()).as(path).isEqualTo(404);
        assertThat(shown.bodyText())
                .contains("There is nothing here")
                .doesNotContain(request.requestId(), world.atEpm(request).value("UserName"), "name=\"token\"");
        assertThat(lee.post(path, PageClient.with(token(), DENIAL)).status()).isEqualTo(404);
    }

    // ---- links

    @Test
    void aLinkInWhichAnyCharacterIsAnotherLeadsNowhere() {
        int start = "/requests/".length();
        for (int i = start; i < link.length(); i += 7) {
            char other = link.charAt(i) == 'x' ? 'y' : 'x';
            assertNothingHere(link.substring(0, i) + other + link.substring(i + 1));
        }
        assertNothingHere(link.substring(0, link.length() - 1));
        assertNothingHere(link + "A");
        assertNothingHere(link + ".");
        assertNothingHere(link + "/");
        assertNothingHere(link + "/more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/requests", "/requests/", "/requests/.", "/requests/..", "/requests/a.b", "/requests/%00"})
    void whatIsNoLinkLeadsNowhere(String path) {
        assertNothingHere(path);
        assertNothingHere("/requests/" + "A".repeat(100_000) + ".x");
    }

    @Test
    void aLinkWhoseTextWasRewrittenLeadsNowhere() {
        String[] parts = link.substring("/requests/".length()).split("\\.");
        String text = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        JitRequestRef another = world.requestApplication();
        String rewritten =
                text.replace(request.requestId(), another.requestId()).replace("ADMIN", "APPLICATION");
        assertThat(rewritten).isNotEqualTo(text);
        assertNothingHere("/requests/"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(rewritten.getBytes(StandardCharsets.UTF_8))
                + "." + parts[1]);
    }

    @Test
    void aLinkOfAnotherBridgeLeadsNowhere() throws Exception {
        Path place = Files.createDirectory(directory.resolve("another"));
        try (World another = new World(place)) {
            assertNothingHere(another.bridge().approvalLinks().to(new TenantRequest(world.epm.tenantId(), request)));
        }
    }

    @Test
    void aLinkToAnotherTenantsRequestOfTheSameIdLeadsNowhere() {
        assertNothingHere(
                world.bridge().approvalLinks().to(new TenantRequest("11111111-2222-4333-8444-555555555555", request)));
    }

    @Test
    void aMarkForAnythingElseIsNoLink() {
        String[] parts = link.substring("/requests/".length()).split("\\.");
        String text = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        assertNothingHere("/requests/" + parts[0] + "."
                + world.bridge().seal("approval form").mark(text));
        assertNothingHere("/requests/" + parts[0] + "." + token().split("\\.")[1]);
    }

    @Test
    void anExpiredLinkSaysSoAndNothingElse() {
        String token = token();
        world.clock.advance(Duration.ofDays(90).minusMinutes(1));
        assertThat(lee.get(link).status()).isEqualTo(200);
        world.clock.advance(Duration.ofMinutes(2));

        EndpointResponse answer = lee.get(link);
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.bodyText())
                .contains("This link has expired")
                .doesNotContain(request.requestId(), world.atEpm(request).value("UserName"));
        assertThat(lee.post(link, PageClient.with(token, DENIAL)).status()).isEqualTo(410);
        assertThat(lee.get(link(request)).status()).isEqualTo(200);
    }

    @Test
    void linksLiveAsLongAsTheBridgeWasTold() {
        world.restart(bridge ->
                bridge.publicUrl(URI.create("https://jit.example.com")).approvalLinks(Duration.ofHours(1)));
        PageClient client = client("a.lee");
        String path = URI.create(link(request)).getPath();
        world.clock.advance(Duration.ofMinutes(59));
        assertThat(client.get(path).status()).isEqualTo(200);
        world.clock.advance(Duration.ofMinutes(2));
        assertThat(client.get(path).status()).isEqualTo(410);
    }

    @Test
    void linksOutliveARestart() {
        world.restart();
        assertThat(client("a.lee").get(link).status()).isEqualTo(200);
    }

    // ---- forms

    private void assertForeign(EndpointResponse answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.bodyText())
                .contains("This form did not come from a page of this application")
                .doesNotContain("not this week", "name=\"token\"");
    }

    @Test
    void aFormWithoutItsTokenIsNotTaken() {
        assertForeign(lee.post(link, DENIAL));
        assertForeign(lee.post(link, PageClient.with("", DENIAL)));
        assertForeign(lee.post(link, PageClient.with("guess", DENIAL)));
        assertForeign(lee.post(link, PageClient.with("9".repeat(12) + ".guess", DENIAL)));
    }

    @Test
    void aTokenThatWasGivenToSomebodyElseIsWorthNothing() {
        assertForeign(client("b.ray").post(link, PageClient.with(token(), DENIAL)));
        assertForeign(client("a.lee2").post(link, PageClient.with(token(), DENIAL)));
    }

    @Test
    void aTokenOfAnotherRequestsPageIsWorthNothing() {
        String other = link(world.requestApplication());
        assertForeign(lee.post(link, PageClient.with(PageClient.tokenOf(lee.get(other)), DENIAL)));
    }

    @Test
    void aTokenWhoseExpiryWasPutOffIsWorthNothing() {
        String[] parts = token().split("\\.");
        assertForeign(lee.post(link, PageClient.with(Long.parseLong(parts[0]) + 1 + "." + parts[1], DENIAL)));
    }

    @Test
    void anOldFormIsShownAgainWithWhatWasTyped() {
        String token = token();
        world.clock.advance(Duration.ofHours(4).plusSeconds(1));
        EndpointResponse answer = lee.post(link, PageClient.with(token, DENIAL));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.bodyText()).contains("This form was open for too long", "not this week");
        assertThat(PageClient.tokenOf(answer)).isNotEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none", ""})
    void aFormFromAnotherSiteIsNotTakenEvenWithAGoodToken(String site) {
        String token = token();
        assertForeign(lee.sending("Sec-Fetch-Site", site)
                .sending("Origin", "https://jit.example.com")
                .sending("Host", "jit.example.com")
                .post(link, PageClient.with(token, DENIAL)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, jit.example.com",
        "https://jit.example.com.evil.example, jit.example.com",
        "https://jit.example.com:8443, jit.example.com",
        "evil, jit.example.com"
    })
    void anOriginThatIsNotOursIsNotTakenFromBrowsersThatSayNoMore(String origin, String host) {
        Map<String, String> fields = PageClient.with(token(), DENIAL);
        PageClient old = client("a.lee").sending("Origin", origin).sending("Host", host);
        assertForeign(
                old.sending("Content-Type", "application/x-www-form-urlencoded").send("POST", link, encoded(fields)));
    }

    /** Taken, and then refused for what is typed in it: it has no reason. */
    @ParameterizedTest
    @ValueSource(strings = {"https://jit.example.com", "https://JIT.example.com", "null"})
    void aFormOfOurOwnIsTakenFromBrowsersThatSayNoMore(String origin) {
        Map<String, String> fields = PageClient.with(token(), Map.of("decision", "deny"));
        EndpointResponse answer = client("a.lee")
                .sending("Origin", origin)
                .sending("Host", "jit.example.com")
                .sending("Content-Type", "application/x-www-form-urlencoded")
                .send("POST", link, encoded(fields));
        assertThat(answer.status()).isEqualTo(422);
    }

    private static byte[] encoded(Map<String, String> fields) {
        StringBuilder body = new StringBuilder();
        fields.forEach(
                (name, value) -> body.append('&').append(name).append('=').append(value.replace(' ', '+')));
        return body.substring(1).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void nothingButGetAndPostIsPossible() {
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            EndpointResponse answer = lee.send(method, link, new byte[0]);
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.header("Allow")).contains("GET, HEAD, POST");
        }
        assertThat(lee.get(link + "?token=" + token() + "&decision=deny&reason=x")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/json", "multipart/form-data; boundary=x"})
    void onlyAFormIsTaken(String type) {
        Map<String, String> fields = PageClient.with(token(), DENIAL);
        EndpointResponse answer = lee.sending("Sec-Fetch-Site", "same-origin")
                .sending("Content-Type", type)
                .send("POST", link, encoded(fields));
        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void aFormThatIsTooLongIsNotRead() {
        Map<String, String> fields = new HashMap<>(PageClient.with(token(), DENIAL));
        fields.put("reason", "x".repeat(70_000));
        assertThat(lee.post(link, fields).status()).isEqualTo(413);
    }
}
