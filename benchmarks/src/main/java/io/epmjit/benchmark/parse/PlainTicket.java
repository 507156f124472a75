package io.epmjit.benchmark.parse;

import com.dslplatform.json.CompiledJson;
import org.jspecify.annotations.Nullable;

/** The body of "JIT Application Access Ticket Created" as the peers fill it: plain fields, named as the keys are. */
@CompiledJson
public final class PlainTicket {

    public @Nullable String EventType;
    public @Nullable String RequestId;
    public @Nullable String TenantId;
    public @Nullable String Timestamp;
    public @Nullable String TicketNumber;
    public @Nullable Info requestInfo;

    /** What the peers read of the request itself. */
    @CompiledJson
    public static final class Info {

        public @Nullable String applicationType;
        public @Nullable String action;
        public @Nullable String workstyle;
        public @Nullable String reason;
        public @Nullable String user;
        public @Nullable String hostName;
        public @Nullable String trustedOwnership;
        public @Nullable String productDescription;
        public @Nullable String driveType;
        public @Nullable String btZoneIdentifierExists;
        public @Nullable String productCode;
        public @Nullable String upgradeCode;
        public @Nullable String clsId;
        public @Nullable String comDisplayName;
        public @Nullable String token;
        public @Nullable String tokenAssignmentIsShell;
        public @Nullable String uacTriggered;
        public @Nullable String downloadSourceUrl;
        public @Nullable String userLanguage;
        public @Nullable String sha1Hash;
        public @Nullable String sha256Hash;
        public @Nullable String filePathObjectId;
        public @Nullable String cmdArgs;
        public @Nullable String publisher;
        public @Nullable String productName;
        public @Nullable String productVersion;
        public @Nullable String fileVersion;
        public @Nullable String applicationGroup;
        public @Nullable String message;
        public @Nullable String messageId;
        public @Nullable String hostType;
        public @Nullable String osName;
        public @Nullable String osVersion;
        public @Nullable String ComputerGroup;
        public @Nullable String GroupId;
        public @Nullable String requestVersion;
        public @Nullable String hostedFilePath;
        public @Nullable String parentProcess;
        public @Nullable String storeAppName;
        public @Nullable String serviceName;
        public @Nullable String serviceAction;
        public @Nullable String authRequestUri;
        public @Nullable String bundleInfoDescription;
        public @Nullable String reputationScoreDateTime;
        public @Nullable String reputationScore;
        public @Nullable String reputationIntegrationType;
    }

    /** Reads every field, as a user of the ticket would. */
    int readAll() {
        Info info = requestInfo == null ? new Info() : requestInfo;
        int length = 0;
        length += length(EventType);
        length += length(RequestId);
        length += length(TenantId);
        length += length(Timestamp);
        length += length(TicketNumber);
        length += length(info.applicationType);
        length += length(info.action);
        length += length(info.workstyle);
        length += length(info.reason);
        length += length(info.user);
        length += length(info.hostName);
        length += length(info.trustedOwnership);
        length += length(info.productDescription);
        length += length(info.driveType);
        length += length(info.btZoneIdentifierExists);
        length += length(info.productCode);
        length += length(info.upgradeCode);
        length += length(info.clsId);
        length += length(info.comDisplayName);
        length += length(info.token);
        length += length(info.tokenAssignmentIsShell);
        length += length(info.uacTriggered);
        length += length(info.downloadSourceUrl);
        length += length(info.userLanguage);
        length += length(info.sha1Hash);
        length += length(info.sha256Hash);
        length += length(info.filePathObjectId);
        length += length(info.cmdArgs);
        length += length(info.publisher);
        length += length(info.productName);
        length += length(info.productVersion);
        length += length(info.fileVersion);
        length += length(info.applicationGroup);
        length += length(info.message);
        length += length(info.messageId);
        length += length(info.hostType);
        length += length(info.osName);
        length += length(info.osVersion);
        length += length(info.ComputerGroup);
        length += length(info.GroupId);
        length += length(info.requestVersion);
        length += length(info.hostedFilePath);
        length += length(info.parentProcess);
        length += length(info.storeAppName);
        length += length(info.serviceName);
        length += length(info.serviceAction);
        length += length(info.authRequestUri);
        length += length(info.bundleInfoDescription);
        length += length(info.reputationScoreDateTime);
        length += length(info.reputationScore);
        length += length(info.reputationIntegrationType);
        return length;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
