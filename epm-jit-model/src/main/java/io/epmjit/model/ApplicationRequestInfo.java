package io.epmjit.model;

import java.util.Optional;

/**
 * What an application request says about itself: one accessor for each placeholder that the guides' templates have in
 * {@code requestInfo}, wherever the body had them. EPM sends all of them as text, and so they are here. Users and files
 * choose many of them: treat every one as hostile where it enters another language. Immutable.
 */
public final class ApplicationRequestInfo {

    private final EventFields fields;

    ApplicationRequestInfo(EventFields fields) {
        this.fields = fields;
    }

    /** What kind of thing shall run: an executable, an installer, a script. */
    public Optional<String> applicationType() {
        return fields.text(Placeholder.APPLICATION_TYPE);
    }

    /** What EPM does with it by its policy. */
    public Optional<String> action() {
        return fields.text(Placeholder.ACTION);
    }

    /** The workstyle of EPM's policy that applied. */
    public Optional<String> workstyle() {
        return fields.text(Placeholder.WORKSTYLE);
    }

    /** Why the user wants it, in the user's own words. */
    public Optional<String> reason() {
        return fields.text(Placeholder.REASON);
    }

    /** Who asks, as EPM names the account. */
    public Optional<String> user() {
        return fields.text(Placeholder.USER);
    }

    /** The computer on which it shall run. */
    public Optional<String> hostName() {
        return fields.text(Placeholder.HOST_NAME);
    }

    /** Whether the file belongs to a trusted owner. */
    public Optional<String> trustedOwnership() {
        return fields.text(Placeholder.TRUSTED_OWNERSHIP);
    }

    /** What the file says of its product. */
    public Optional<String> productDescription() {
        return fields.text(Placeholder.PRODUCT_DESCRIPTION);
    }

    /** The kind of drive that the file is on. */
    public Optional<String> driveType() {
        return fields.text(Placeholder.DRIVE_TYPE);
    }

    /** Whether EPM marked the file as downloaded. */
    public Optional<String> btZoneIdentifierExists() {
        return fields.text(Placeholder.BT_ZONE_IDENTIFIER_EXISTS);
    }

    /** The installer package's product code. */
    public Optional<String> productCode() {
        return fields.text(Placeholder.PRODUCT_CODE);
    }

    /** The installer package's upgrade code. */
    public Optional<String> upgradeCode() {
        return fields.text(Placeholder.UPGRADE_CODE);
    }

    /** The class id of the COM object. */
    public Optional<String> clsId() {
        return fields.text(Placeholder.CLS_ID);
    }

    /** The name of the COM object. */
    public Optional<String> comDisplayName() {
        return fields.text(Placeholder.COM_DISPLAY_NAME);
    }

    /** The access token by EPM's policy. */
    public Optional<String> token() {
        return fields.text(Placeholder.TOKEN);
    }

    /** Whether the token was assigned from the shell. */
    public Optional<String> tokenAssignmentIsShell() {
        return fields.text(Placeholder.TOKEN_ASSIGNMENT_IS_SHELL);
    }

    /** Whether User Account Control asked. */
    public Optional<String> uacTriggered() {
        return fields.text(Placeholder.UAC_TRIGGERED);
    }

    /** Where the file was downloaded from, as it says itself: never call it. */
    public Optional<String> downloadSourceUrl() {
        return fields.text(Placeholder.DOWNLOAD_SOURCE_URL);
    }

    /** The language of the user. */
    public Optional<String> userLanguage() {
        return fields.text(Placeholder.USER_LANGUAGE);
    }

    /** The SHA-1 of the file. */
    public Optional<String> sha1Hash() {
        return fields.text(Placeholder.SHA1_HASH);
    }

    /** The SHA-256 of the file. */
    public Optional<String> sha256Hash() {
        return fields.text(Placeholder.SHA256_HASH);
    }

    /** The path of the file, or the id of the object. */
    public Optional<String> filePathObjectId() {
        return fields.text(Placeholder.FILE_PATH_OBJECT_ID);
    }

    /** The command line. */
    public Optional<String> cmdArgs() {
        return fields.text(Placeholder.CMD_ARGS);
    }

    /** The publisher, as the file names it. */
    public Optional<String> publisher() {
        return fields.text(Placeholder.PUBLISHER);
    }

    /** The product, as the file names it. */
    public Optional<String> productName() {
        return fields.text(Placeholder.PRODUCT_NAME);
    }

    /** The product's version, as the file names it. */
    public Optional<String> productVersion() {
        return fields.text(Placeholder.PRODUCT_VERSION);
    }

    /** The file's version, as it says itself. */
    public Optional<String> fileVersion() {
        return fields.text(Placeholder.FILE_VERSION);
    }

    /** The application group of EPM's policy that matched. */
    public Optional<String> applicationGroup() {
        return fields.text(Placeholder.APPLICATION_GROUP);
    }

    /** The message that EPM showed. */
    public Optional<String> message() {
        return fields.text(Placeholder.MESSAGE);
    }

    /** The id of that message. */
    public Optional<String> messageId() {
        return fields.text(Placeholder.MESSAGE_ID);
    }

    /** The kind of computer. */
    public Optional<String> hostType() {
        return fields.text(Placeholder.HOST_TYPE);
    }

    /** The operating system. */
    public Optional<String> osName() {
        return fields.text(Placeholder.OS_NAME);
    }

    /** The operating system's version. */
    public Optional<String> osVersion() {
        return fields.text(Placeholder.OS_VERSION);
    }

    /** The computer's group in EPM. */
    public Optional<String> computerGroup() {
        return fields.text(Placeholder.COMPUTER_GROUP);
    }

    /** The id of that group. */
    public Optional<String> groupId() {
        return fields.text(Placeholder.GROUP_ID);
    }

    /** The version of the request's format. */
    public Optional<String> requestVersion() {
        return fields.text(Placeholder.REQUEST_VERSION);
    }

    /** The file that a host process was asked to run. */
    public Optional<String> hostedFilePath() {
        return fields.text(Placeholder.HOSTED_FILE_PATH);
    }

    /** The process that started it. */
    public Optional<String> parentProcess() {
        return fields.text(Placeholder.PARENT_PROCESS);
    }

    /** The name of the Store app. */
    public Optional<String> storeAppName() {
        return fields.text(Placeholder.STORE_APP_NAME);
    }

    /** The Windows service. */
    public Optional<String> serviceName() {
        return fields.text(Placeholder.SERVICE_NAME);
    }

    /** What shall be done with the service. */
    public Optional<String> serviceAction() {
        return fields.text(Placeholder.SERVICE_ACTION);
    }

    /** An address that EPM gives for the request: show it, never call it. */
    public Optional<String> authRequestUri() {
        return fields.text(Placeholder.AUTH_REQUEST_URI);
    }

    /** What a macOS bundle says of itself. */
    public Optional<String> bundleInfoDescription() {
        return fields.text(Placeholder.BUNDLE_INFO_DESCRIPTION);
    }

    /** When the reputation was looked up, as EPM wrote it. */
    public Optional<String> reputationScoreDateTime() {
        return fields.text(Placeholder.REPUTATION_SCORE_DATE_TIME);
    }

    /** The file's reputation, as EPM wrote it. */
    public Optional<String> reputationScore() {
        return fields.text(Placeholder.REPUTATION_SCORE);
    }

    /** Who told the reputation. */
    public Optional<String> reputationIntegrationType() {
        return fields.text(Placeholder.REPUTATION_INTEGRATION_TYPE);
    }
}
