package io.epmjit.testkit.epm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Sensible values for every placeholder of the guides, so that a test names only what matters to it. */
final class RequestDefaults {

    private RequestDefaults() {}

    static Map<String, String> application(long number, Map<String, String> chosen) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("ApplicationType", "Executable");
        values.put("Action", "Prompt");
        values.put("Workstyle", "All Users");
        values.put("Reason", "I need this installer for project " + number);
        values.put("User", "ACME\\user" + number);
        values.put("HostName", "WS-0042");
        values.put("trustedOwnership", "true");
        values.put("ProductDescription", "7-Zip Installer");
        values.put("DriveType", "Fixed Disk");
        values.put("BtZoneIdentifierExists", "true");
        values.put("ProductCode", "{23170F69-40C1-2702-2409-000001000000}");
        values.put("UpgradeCode", "{23170F69-40C1-2702-0000-000004000000}");
        values.put("ClsId", "{0F87369F-A4E5-4CFC-BD3E-73E6154572DD}");
        values.put("ComDisplayName", "");
        values.put("Token", "Add Full Admin");
        values.put("TokenAssignmentIsShell", "false");
        values.put("UacTriggered", "true");
        values.put("DownloadSourceUrl", "https://downloads.acme.example/7z2409-x64.exe");
        values.put("UserLanguage", "en-US");
        values.put("Sha1Hash", "5b2b1a5ea7a4ee0d5e0b2c0d1fc4d53fe1a4ce48");
        values.put("Sha256Hash", "bdd1a33de78618d16ee4ce148b849932c05d0015491c34887846d431d29f308e");
        values.put("FilePathObjectId", "C:\\Users\\user" + number + "\\Downloads\\7z2409-x64.exe");
        values.put("CmdArgs", "/S /D=\"C:\\Program Files\\7-Zip\"");
        values.put("Publisher", "Igor Pavlov");
        values.put("ProductName", "7-Zip");
        values.put("ProductVersion", "24.09");
        values.put("FileVersion", "24.09");
        values.put("ApplicationGroup", "Installers");
        values.put("Message", "Request access");
        values.put("MessageId", "5");
        values.put("HostType", "Windows Workstation");
        values.put("OsName", "Windows 11 Enterprise");
        values.put("OsVersion", "10.0.26100");
        values.put("ComputerGroup", "Workstations");
        values.put("GroupId", InventoryCalls.FIRST_GROUP);
        values.put("RequestVersion", "1");
        values.put("HostedFilePath", "");
        values.put("ParentProcess", "C:\\Windows\\explorer.exe");
        values.put("StoreAppName", "");
        values.put("ServiceName", "");
        values.put("ServiceAction", "");
        values.put("AuthRequestUri", "");
        values.put("BundleInfoDescription", "");
        values.put("ReputationScoreDateTime", "2026-11-20 08:15:00");
        values.put("ReputationScore", "4");
        values.put("ReputationIntegrationType", "VirusTotal");
        return merged(values, chosen);
    }

    static Map<String, String> admin(long number, Map<String, String> chosen) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("ComputerId", InventoryCalls.FIRST_COMPUTER);
        values.put("GroupId", InventoryCalls.FIRST_GROUP);
        values.put("HostName", "WS-0042");
        values.put("Reason", "Change of network settings " + number);
        values.put("UserId", "S-1-5-21-1004336348-1177238915-682003330-" + (1000 + number));
        values.put("UserName", "ACME\\user" + number);
        values.put("DurationRequested", "1800");
        return merged(values, chosen);
    }

    private static Map<String, String> merged(Map<String, String> values, Map<String, String> chosen) {
        TreeSet<String> unknown = new TreeSet<>(chosen.keySet());
        unknown.removeAll(values.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such placeholders: " + unknown + "; there are " + values.keySet());
        }
        values.putAll(chosen);
        return values;
    }
}
