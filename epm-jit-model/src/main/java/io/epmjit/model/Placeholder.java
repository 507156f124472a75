package io.epmjit.model;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A placeholder of EPM's webhook templates: where a template says {@code "%%Reason%%"}, the body that EPM sends has the
 * request's reason. These are all the names that BeyondTrust's guides use (documented there, as are their spellings);
 * what EPM writes where it has no value is not documented, so the placeholder itself, an empty text and {@code null} all
 * count as absent.
 */
public enum Placeholder {
    EVENT_TYPE("EventType"),
    REQUEST_ID("RequestId"),
    TENANT_ID("TenantId"),
    TIMESTAMP("Timestamp"),
    TICKET_NUMBER("TicketNumber"),
    APPLICATION_TYPE("ApplicationType"),
    ACTION("Action"),
    WORKSTYLE("Workstyle"),
    REASON("Reason"),
    USER("User"),
    HOST_NAME("HostName"),
    TRUSTED_OWNERSHIP("trustedOwnership"),
    PRODUCT_DESCRIPTION("ProductDescription"),
    DRIVE_TYPE("DriveType"),
    BT_ZONE_IDENTIFIER_EXISTS("BtZoneIdentifierExists"),
    PRODUCT_CODE("ProductCode"),
    UPGRADE_CODE("UpgradeCode"),
    CLS_ID("ClsId"),
    COM_DISPLAY_NAME("ComDisplayName"),
    TOKEN("Token"),
    TOKEN_ASSIGNMENT_IS_SHELL("TokenAssignmentIsShell"),
    UAC_TRIGGERED("UacTriggered"),
    DOWNLOAD_SOURCE_URL("DownloadSourceUrl"),
    USER_LANGUAGE("UserLanguage"),
    SHA1_HASH("Sha1Hash"),
    SHA256_HASH("Sha256Hash"),
    FILE_PATH_OBJECT_ID("FilePathObjectId"),
    CMD_ARGS("CmdArgs"),
    PUBLISHER("Publisher"),
    PRODUCT_NAME("ProductName"),
    PRODUCT_VERSION("ProductVersion"),
    FILE_VERSION("FileVersion"),
    APPLICATION_GROUP("ApplicationGroup"),
    MESSAGE("Message"),
    MESSAGE_ID("MessageId"),
    HOST_TYPE("HostType"),
    OS_NAME("OsName"),
    OS_VERSION("OsVersion"),
    COMPUTER_GROUP("ComputerGroup"),
    GROUP_ID("GroupId"),
    REQUEST_VERSION("RequestVersion"),
    HOSTED_FILE_PATH("HostedFilePath"),
    PARENT_PROCESS("ParentProcess"),
    STORE_APP_NAME("StoreAppName"),
    SERVICE_NAME("ServiceName"),
    SERVICE_ACTION("ServiceAction"),
    AUTH_REQUEST_URI("AuthRequestUri"),
    BUNDLE_INFO_DESCRIPTION("BundleInfoDescription"),
    REPUTATION_SCORE_DATE_TIME("ReputationScoreDateTime"),
    REPUTATION_SCORE("ReputationScore"),
    REPUTATION_INTEGRATION_TYPE("ReputationIntegrationType"),
    DECISION("Decision"),
    DECISION_TIME("DecisionTime"),
    DECISION_PERFORMED_BY_USER("DecisionPerformedByUser"),
    DURATION("Duration"),
    DURATION_REQUESTED("DurationRequested"),
    COMPUTER_ID("ComputerId"),
    USER_ID("UserId"),
    USER_NAME("UserName"),
    START_TIME("StartTime"),
    END_TIME("EndTime");

    private static final Map<String, Placeholder> BY_FOLDED_NAME = new HashMap<>();

    static {
        for (Placeholder placeholder : values()) {
            BY_FOLDED_NAME.put(placeholder.fieldName.toLowerCase(Locale.ROOT), placeholder);
        }
    }

    private final String fieldName;
    private final String token;

    Placeholder(String fieldName) {
        this.fieldName = fieldName;
        this.token = "%%" + fieldName + "%%";
    }

    /** The name as EPM spells it: {@code HostName}, {@code trustedOwnership}. */
    public String fieldName() {
        return fieldName;
    }

    /** As it stands in a template: {@code %%HostName%%}. */
    public String token() {
        return token;
    }

    /** The placeholder of that name, its case disregarded. */
    public static Optional<Placeholder> named(String name) {
        return Optional.ofNullable(BY_FOLDED_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether a body's text for this placeholder says nothing: it is empty, or EPM left the placeholder in. */
    boolean isAbsentIn(String text) {
        return text.isEmpty() || text.equals(token);
    }
}
