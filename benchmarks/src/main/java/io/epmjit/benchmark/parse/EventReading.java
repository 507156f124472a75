package io.epmjit.benchmark.parse;

import io.epmjit.model.ApplicationRequestInfo;
import io.epmjit.model.ApplicationTicketCreated;
import io.epmjit.model.JitEvent;
import io.epmjit.model.Placeholder;

/** Reads every accessor of an event, as {@link PlainTicket#readAll} does of the peers' ticket; in methods of a size that compilers like. */
final class EventReading {

    private EventReading() {}

    static int readAll(JitEvent event) {
        ApplicationRequestInfo info = ((ApplicationTicketCreated) event).requestInfo();
        return top(event) + part1(info) + part2(info) + part3(info) + part4(info) + part5(info) + part6(info);
    }

    private static int top(JitEvent event) {
        int length = 0;
        length += event.eventType().orElse("").length();
        length += event.request().requestId().length();
        length += event.tenantId().orElse("").length();
        length += event.text(Placeholder.TIMESTAMP).orElse("").length();
        length += event.ticketNumber().orElse("").length();
        return length;
    }

    private static int part1(ApplicationRequestInfo info) {
        int length = 0;
        length += info.applicationType().orElse("").length();
        length += info.action().orElse("").length();
        length += info.workstyle().orElse("").length();
        length += info.reason().orElse("").length();
        length += info.user().orElse("").length();
        length += info.hostName().orElse("").length();
        length += info.trustedOwnership().orElse("").length();
        length += info.productDescription().orElse("").length();
        return length;
    }

    private static int part2(ApplicationRequestInfo info) {
        int length = 0;
        length += info.driveType().orElse("").length();
        length += info.btZoneIdentifierExists().orElse("").length();
        length += info.productCode().orElse("").length();
        length += info.upgradeCode().orElse("").length();
        length += info.clsId().orElse("").length();
        length += info.comDisplayName().orElse("").length();
        length += info.token().orElse("").length();
        length += info.tokenAssignmentIsShell().orElse("").length();
        return length;
    }

    private static int part3(ApplicationRequestInfo info) {
        int length = 0;
        length += info.uacTriggered().orElse("").length();
        length += info.downloadSourceUrl().orElse("").length();
        length += info.userLanguage().orElse("").length();
        length += info.sha1Hash().orElse("").length();
        length += info.sha256Hash().orElse("").length();
        length += info.filePathObjectId().orElse("").length();
        length += info.cmdArgs().orElse("").length();
        length += info.publisher().orElse("").length();
        return length;
    }

    private static int part4(ApplicationRequestInfo info) {
        int length = 0;
        length += info.productName().orElse("").length();
        length += info.productVersion().orElse("").length();
        length += info.fileVersion().orElse("").length();
        length += info.applicationGroup().orElse("").length();
        length += info.message().orElse("").length();
        length += info.messageId().orElse("").length();
        length += info.hostType().orElse("").length();
        length += info.osName().orElse("").length();
        return length;
    }

    private static int part5(ApplicationRequestInfo info) {
        int length = 0;
        length += info.osVersion().orElse("").length();
        length += info.computerGroup().orElse("").length();
        length += info.groupId().orElse("").length();
        length += info.requestVersion().orElse("").length();
        length += info.hostedFilePath().orElse("").length();
        length += info.parentProcess().orElse("").length();
        length += info.storeAppName().orElse("").length();
        length += info.serviceName().orElse("").length();
        return length;
    }

    private static int part6(ApplicationRequestInfo info) {
        int length = 0;
        length += info.serviceAction().orElse("").length();
        length += info.authRequestUri().orElse("").length();
        length += info.bundleInfoDescription().orElse("").length();
        length += info.reputationScoreDateTime().orElse("").length();
        length += info.reputationScore().orElse("").length();
        length += info.reputationIntegrationType().orElse("").length();
        return length;
    }
}
