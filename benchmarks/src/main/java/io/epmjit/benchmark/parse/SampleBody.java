package io.epmjit.benchmark.parse;

import io.epmjit.model.WebhookTemplate;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A body as EPM would send it for an installer that a user downloaded: paths, hashes, ids, and a letter that is not ASCII.
 * No request has a COM class, a service and a store app at once; here all 52 texts are filled, so that no contender is
 * spared one. {@link WebhookTemplate#render} changes nothing of the template but its placeholders, as EPM does.
 */
public final class SampleBody {

    public static final String TENANT_ID = "b1c9d7de-2f61-4a5c-8f0e-53a0f6a3c9d2";

    static final WebhookTemplate TEMPLATE = WebhookTemplate.SERVICENOW_APPLICATION_CREATED;

    private SampleBody() {}

    static byte[] bytes() {
        return of(TENANT_ID, "5e8a2c0e-6f6b-4d0a-9c7e-0d2f6f1b7a11", "EPM000123");
    }

    /** The same body, of another request. */
    public static byte[] of(String tenantId, String requestId, String ticketNumber) {
        Map<String, String> values = new HashMap<>();
        values.put("RequestId", requestId);
        values.put("TenantId", tenantId);
        values.put("Timestamp", "2026-11-21T09:30:00.1234567Z");
        values.put("TicketNumber", ticketNumber);
        values.put("ApplicationType", "Installer Package");
        values.put("Action", "Elevate");
        values.put("Workstyle", "High Flexibility");
        values.put("Reason", "Update of the printer driver, asked for by Zoë from the help desk");
        values.put("User", "CORP\\jdoe");
        values.put("HostName", "WS-00417");
        values.put("trustedOwnership", "False");
        values.put("ProductDescription", "Printer driver set-up");
        values.put("DriveType", "Fixed");
        values.put("BtZoneIdentifierExists", "True");
        values.put("ProductCode", "{6F9C5B1E-3A52-4D0B-9F0E-2B7C1D8A4E60}");
        values.put("UpgradeCode", "{D2A7E4F1-8B36-4C9D-A1E5-7F0C3B9D6A28}");
        values.put("ClsId", "{3AD05575-8857-4850-9277-11B85BDB8E09}");
        values.put("ComDisplayName", "Printer set-up");
        values.put("Token", "Add Admin Rights");
        values.put("TokenAssignmentIsShell", "False");
        values.put("UacTriggered", "True");
        values.put("DownloadSourceUrl", "https://get.example.com/printer.msi");
        values.put("UserLanguage", "en-GB");
        values.put("Sha1Hash", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12");
        values.put("Sha256Hash", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        values.put("FilePathObjectId", "C:\\Users\\jdoe\\Downloads\\printer.msi");
        values.put("CmdArgs", "/quiet /norestart");
        values.put("Publisher", "Example Printers Ltd");
        values.put("ProductName", "Example Printer");
        values.put("ProductVersion", "12.4.0.1");
        values.put("FileVersion", "12.4.0.1");
        values.put("ApplicationGroup", "Business Apps");
        values.put("Message", "Allow Message");
        values.put("MessageId", "Allow-01");
        values.put("HostType", "Desktop");
        values.put("OsName", "Windows 11");
        values.put("OsVersion", "10.0.22631");
        values.put("ComputerGroup", "Sales, west");
        values.put("GroupId", "417");
        values.put("RequestVersion", "2");
        values.put("HostedFilePath", "\\\\files\\it");
        values.put("ParentProcess", "explorer.exe");
        values.put("StoreAppName", "Printers");
        values.put("ServiceName", "Spooler");
        values.put("ServiceAction", "Start");
        values.put("AuthRequestUri", "n/a");
        values.put("BundleInfoDescription", "Printers");
        values.put("ReputationScoreDateTime", "2026-11-20");
        values.put("ReputationScore", "97");
        values.put("ReputationIntegrationType", "VirusTotal");
        return TEMPLATE.render(values).getBytes(StandardCharsets.UTF_8);
    }
}
