package io.epmjit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.http.BaseUrl;
import io.epmjit.settings.SettingDescriptor.Presence;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTableTest {

    private static final String CANARY = "c4nary-t0ken";

    private final Map<String, String> properties =
            new HashMap<>(Map.of("forge.url", "https://forge.example/", "forge.token", CANARY, "forge.project", "JIT"));

    @Test
    void everyFaultIsListedAtOnceInTheOrderOfTheTable() {
        InvalidSettingsException refused = faultsOf(Map.of(
                "forge.project", "jit",
                "forge.assignee", "lee",
                "forge.page-size", "1000",
                "forge.delay", "soon",
                "forge.ending", "explode",
                "forge.quiet", "perhaps"));

        assertThat(refused.faults())
                .extracting(SettingFault::toString)
                .containsExactly(
                        "Project (forge.project) must be 2 to 10 capital letters; for example: JIT",
                        "Access Token (forge.token) is missing",
                        "Forge URL (forge.url) is missing; for example: https://forge.example/",
                        "Assignee (forge.assignee) must begin with @",
                        "Delay (forge.delay) must be a length of time such as 500ms, 60s, 5m or 1h",
                        "Ending (forge.ending) must be one of close, leave-open",
                        "Page Size (forge.page-size) must be at most 100",
                        "Quiet (forge.quiet) must be true or false");
        assertThat(refused)
                .hasMessageStartingWith("Forge: 8 settings are wrong")
                .hasMessageContaining("(forge.quiet)");
    }

    @Test
    void aBuilderIsCheckedLikeATextWithEveryFaultAtOnce() {
        assertThatThrownBy(
                        () -> ForgeSettings.builder().project(" ").pageSize(0).build())
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        refused -> assertThat(refused.faults())
                                .extracting(SettingFault::key)
                                .containsExactly("forge.project", "forge.token", "forge.url", "forge.page-size"));
    }

    @Test
    void faultsSpeakEnglishWhateverTheMachineSpeaks() {
        Locale machine = Locale.getDefault();
        Locale.setDefault(Locale.GERMAN);
        try {
            assertThat(faultsOf(Map.of()).getMessage()).contains("is missing").doesNotContain("darf");
        } finally {
            Locale.setDefault(machine);
        }
    }

    @Test
    void aRuleAboutSeveralSettingsIsAFaultToo() {
        properties.put("forge.assignee", "@JIT");

        assertThat(faultsOf(properties).faults())
                .singleElement()
                .hasToString("Forge (forge) must not assign tickets to their own project");
    }

    @Test
    void aRuleOnAnAccessorThatIsNoSettingIsAFaultToo() {
        properties.put("forge.delay", "31d");

        assertThat(faultsOf(properties).faults())
                .singleElement()
                .hasToString("delayFits (forge) must be a month at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", " , ,, "})
    void aListOfNothingIsNotEverything(String text) {
        properties.put("forge.states", text);

        assertThat(faultsOf(properties).faults()).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo("forge.states");
            assertThat(fault.problem()).contains("names nothing");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "null\0byte", "tab\there"})
    void controlCharactersAreRefusedInEveryText(String text) {
        properties.put("forge.assignee", "@" + text);

        assertThat(faultsOf(properties).faults())
                .singleElement()
                .hasToString("Assignee (forge.assignee) must not contain a line break or another control character");
    }

    @Test
    void noValueOfASettingReachesAFault() {
        properties.put("forge.token", CANARY + "\u0007");
        for (String key : List.of("url", "project", "assignee", "delay", "page-size", "ending", "quiet")) {
            properties.put("forge." + key, "§" + CANARY);
        }

        InvalidSettingsException refused = faultsOf(properties);

        assertThat(refused.faults()).hasSize(8);
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(CANARY);
        }
        assertThat(refused.faults().toString()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @CsvSource({
        "http://forge.example, in the clear",
        "ftp://forge.example, enter https://",
        "https:///path, host",
        "https://lee:pw@forge.example, credentials are settings of their own",
        "https://forge.example/?a=b, ? or #",
        "https://forge.example/#top, ? or #",
        "http://localhost.example, in the clear",
        "'https://forge example', not a valid URL"
    })
    void anAddressThatWouldGiveCredentialsAwayOrLeadElsewhereIsRefused(String address, String why) {
        properties.put("forge.url", address);

        assertThat(faultsOf(properties).faults()).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo("forge.url");
            assertThat(fault.problem()).contains(why);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "forge.example, https://forge.example",
        "https://forge.example/, https://forge.example",
        "HTTPS://forge.example:8443/context/path/, https://forge.example:8443/context/path",
        "http://localhost:8080, http://localhost:8080"
    })
    void anAddressIsTakenWithAndWithoutSchemeAndSlash(String typed, String address) {
        properties.put("forge.url", typed);

        assertThat(ForgeSettings.from(properties::get).url()).hasToString(address);
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        ForgeSettings settings = ForgeSettings.from(properties::get);

        assertThat(settings.delay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.pageSize()).isEqualTo(50);
        assertThat(settings.ending()).isEqualTo(ForgeSettings.Ending.CLOSE);
        assertThat(settings.assignee()).isEmpty();
        assertThat(settings.states()).isEmpty();
    }

    @Test
    void everyKindOfValueIsReadAsAdministratorsWriteIt() {
        properties.put("forge.states", "New, In Progress,On Hold,");
        properties.put("forge.delay", "5m");
        properties.put("forge.ending", "LEAVE_OPEN");
        properties.put("forge.quiet", "True");
        properties.put("forge.page-size", " 7 ");
        properties.put("forge.assignee", "");

        ForgeSettings settings = ForgeSettings.from(properties::get);

        assertThat(settings.states()).containsExactly("New", "In Progress", "On Hold");
        assertThat(settings.delay()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.ending()).isEqualTo(ForgeSettings.Ending.LEAVE_OPEN);
        assertThat(settings.quiet()).isTrue();
        assertThat(settings.pageSize()).isEqualTo(7);
        assertThat(settings.assignee()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "90s,PT1M30S", "5 m,PT5M", "2h,PT2H", "3d,PT72H", "PT1M,PT1M"})
    void lengthsOfTimeMayBeBriefOrIso(String text, Duration length) {
        properties.put("forge.delay", text);

        assertThat(ForgeSettings.from(properties::get).delay()).isEqualTo(length);
    }

    @Test
    void theEnvironmentsFormOfAKeyIsReadToo() {
        Map<String, String> environment = Map.of(
                "FORGE_URL", "https://forge.example",
                "FORGE_TOKEN", CANARY,
                "FORGE_PROJECT", "JIT",
                "FORGE_PAGE_SIZE", "9");

        assertThat(ForgeSettings.from(environment::get).pageSize()).isEqualTo(9);
    }

    @Test
    void javaPropertiesAreALookUp() {
        Properties java = new Properties();
        java.putAll(properties);

        assertThat(ForgeSettings.from(java::getProperty).project()).isEqualTo("JIT");
    }

    @Test
    void aSecondSetOfTheSameSettingsHasKeysOfItsOwn() {
        properties.put("forge-emea.url", "https://emea.example");
        properties.put("forge-emea.token", "other");

        assertThatThrownBy(() -> ForgeSettings.from("forge-emea", properties::get))
                .hasMessageContaining("Project (forge-emea.project) is missing");
    }

    @Test
    void aSecretIsLookedUpAgainWheneverItIsUsed() {
        ForgeSettings settings = ForgeSettings.from(properties::get);

        properties.put("forge.token", "rotated");

        assertThat(settings.token().get().matches("rotated")).isTrue();
    }

    @Test
    void aSecretThatIsGoneLaterIsSaidByItsKey() {
        ForgeSettings settings = ForgeSettings.from(properties::get);

        properties.remove("forge.token");

        assertThatThrownBy(() -> settings.token().get()).hasMessageContaining("forge.token");
    }

    @Test
    void settingsInForceAreAsTheyWouldBeWrittenAndSecretsAreNot() {
        properties.put("forge.delay", "90s");

        Map<String, String> values = ForgeSettings.table().inForce(ForgeSettings.from(properties::get));

        assertThat(values)
                .containsEntry("project", "JIT")
                .containsEntry("delay", "90s")
                .containsEntry("token", "(secret)")
                .doesNotContainKey("assignee");
        assertThat(values.toString()).doesNotContain(CANARY);
    }

    @Test
    void settingsShowNoSecret() {
        ForgeSettings settings = ForgeSettings.from(properties::get);

        assertThat(settings.toString()).doesNotContain(CANARY);
        assertThat(ForgeSettings.builder()
                        .url(BaseUrl.of("https://forge.example"))
                        .token(Secret.of(CANARY))
                        .project("JIT")
                        .build()
                        .toString())
                .doesNotContain(CANARY);
    }

    @Test
    void descriptorsSayAllThatAFormOrAFrameworksMetadataNeeds() {
        List<SettingDescriptor> table = ForgeSettings.table().descriptors();

        assertThat(table)
                .extracting(SettingDescriptor::key)
                .containsExactly(
                        "forge.project",
                        "forge.token",
                        "forge.url",
                        "forge.assignee",
                        "forge.delay",
                        "forge.ending",
                        "forge.page-size",
                        "forge.quiet",
                        "forge.states");
        assertThat(table.get(1)).satisfies(token -> {
            assertThat(token.secret()).isTrue();
            assertThat(token.presence()).isEqualTo(Presence.REQUIRED);
        });
        assertThat(table.get(4)).satisfies(delay -> {
            assertThat(delay.presence()).isEqualTo(Presence.DEFAULTED);
            assertThat(delay.defaultText()).contains("1m");
            assertThat(delay.type()).isEqualTo(Duration.class);
            assertThat(delay.environmentKey()).isEqualTo("FORGE_DELAY");
        });
        assertThat(table.get(6).environmentKey()).isEqualTo("FORGE_PAGE_SIZE");
        assertThat(table.get(8).presence()).isEqualTo(Presence.OPTIONAL);
    }

    @Test
    void theTableForTheDocumentationIsMarkdown() {
        assertThat(ForgeSettings.table().markdown())
                .startsWith("| Setting | Key | Default | What it is for |\n|---|---|---|---|\n")
                .contains("| Project | `forge.project` | **required** | Where tickets go \\| stay. Example: `JIT` |\n")
                .contains("| Access Token | `forge.token` | **required** | The token of the account. *Secret.* |\n")
                .contains("| Page Size | `forge.page-size` | `50` | How many at once. |\n")
                .contains("| Assignee | `forge.assignee` | – | Who gets them. |\n");
    }

    private static InvalidSettingsException faultsOf(Map<String, String> properties) {
        return catchThrowableOfType(InvalidSettingsException.class, () -> ForgeSettings.from(properties::get));
    }
}
