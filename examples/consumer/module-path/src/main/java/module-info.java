/** A program that uses all that is published. */
module com.example.consumer {
    requires io.epmjit.model;
    requires io.epmjit.client;
    requires io.epmjit.connector;
    requires io.epmjit.bridge;
    requires io.epmjit.connector.jira;
    requires io.epmjit.connector.servicenow;
    requires io.epmjit.connector.pingone;
    requires io.epmjit.connector.remotesupport;
    requires io.epmjit.testkit;
    requires io.epmjit.connector.contract;

    // An automatic module cannot say what it needs of the JDK: the bridge JDBC, the testkit an HTTP client.
    requires java.sql;
    requires java.net.http;
}
