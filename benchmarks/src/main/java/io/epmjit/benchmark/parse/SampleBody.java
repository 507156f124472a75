package io.epmjit.benchmark.parse;

import io.epmjit.model.WebhookTemplate;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A body as a request to run a downloaded program would make it: 2.2 kB, with paths, hashes and a letter that is not
 * ASCII. What a program does not have (a COM class, a service, a product code), and what comes from a reputation service
 * that is not set up, is empty.
 */
final class SampleBody {

    static final WebhookTemplate TEMPLATE = WebhookTemplate.SERVICENOW_APPLICATION_CREATED;

    private SampleBody() {}

    static byte[] bytes() {
        Map<String, String> values = new HashMap<>();
        TEMPLATE.placeholders().forEach(placeholder -> values.put(placeholder.fieldName(), ""));
        values.put("RequestId", "5e8a2c0e-6f6b-4d0a-9c7e-0d2f6f1b7a11");
        values.put("TenantId", "b1c9d7de-2f61-4a5c-8f0e-53a0f6a3c9d2");
        values.put("Timestamp", "2026-11-21T09:30:00.1234567Z");
        values.put("TicketNumber", "EPM000123");
        values.put("ApplicationType", "Executable");
        values.put("Action", "Elevate");
        values.put("Workstyle", "High Flexibility");
        values.put("Reason", "Update of the printer driver, asked for by Zoë from the help desk");
        values.put("User", "CORP\\jdoe");
        values.put("HostName", "WS-00417.corp.example.com");
        values.put("trustedOwnership", "False");
        values.put("BtZoneIdentifierExists", "True");
        values.put("TokenAssignmentIsShell", "False");
        values.put("UacTriggered", "True");
        values.put("ComputerGroup", "Sales, west");
        values.put("GroupId", "4c1f1e7a-62d6-4f0b-8b83-0e6f0f3f5b1d");
        values.put("MessageId", "Allow-01");
        values.put("RequestVersion", "2");
        values.put("ProductDescription", "Printer driver set-up");
        values.put("DriveType", "Fixed");
        values.put("Token", "Add Admin Rights");
        values.put("DownloadSourceUrl", "https://downloads.example.com/printers/setup.exe");
        values.put("UserLanguage", "en-GB");
        values.put("Sha1Hash", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12");
        values.put("Sha256Hash", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        values.put("FilePathObjectId", "C:\\Users\\jdoe\\Downloads\\setup.exe");
        values.put("CmdArgs", "/quiet /norestart");
        values.put("Publisher", "Example Printers Ltd");
        values.put("ProductName", "Example Printer");
        values.put("ProductVersion", "12.4.0.1");
        values.put("FileVersion", "12.4.0.1");
        values.put("ApplicationGroup", "Add Admin - General (Business Apps)");
        values.put("Message", "Allow Message (with Authentication)");
        values.put("HostType", "Workstation");
        values.put("OsName", "Windows 11 Enterprise");
        values.put("OsVersion", "10.0.22631");
        values.put("ParentProcess", "C:\\Windows\\explorer.exe");
        return TEMPLATE.render(values).getBytes(StandardCharsets.UTF_8);
    }
}
