package io.epmjit.connector.jira.blackbox;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.epmjit.testkit.server.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What Atlassian's OpenAPI documents and the schema of its document format say of a request. Loaded once. */
final class AtlassianDocuments {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Optional<AtlassianDocuments> INSTANCE = load();

    private final OpenApiInteractionValidator platform;
    private final OpenApiInteractionValidator serviceDesk;
    private final JsonSchema documentFormat;

    private AtlassianDocuments(Path specs) {
        this.platform = validator(read(specs.resolve("jira-platform-v3.json")));
        this.serviceDesk = validator(withDistinctOperations(read(specs.resolve("jsm.json"))));
        this.documentFormat = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(read(specs.resolve("adf-schema-full.json")));
    }

    /** Empty on a machine that does not have the documents. */
    static Optional<AtlassianDocuments> find() {
        return INSTANCE;
    }

    private static Optional<AtlassianDocuments> load() {
        String chosen = System.getProperty("epmjit.specs");
        return Stream.of(chosen == null ? "../../shared/specs" : chosen)
                .map(Path::of)
                .filter(specs -> Files.exists(specs.resolve("jira-platform-v3.json")))
                .findFirst()
                .map(AtlassianDocuments::new);
    }

    /** Everything that is wrong with a request. */
    List<String> faultsOf(ReceivedRequest request) {
        SimpleRequest.Builder simple = new SimpleRequest.Builder(request.method(), request.path());
        request.query().forEach(simple::withQueryParam);
        request.header("Authorization").ifPresent(simple::withAuthorization);
        request.header("Content-Type").ifPresent(simple::withContentType);
        if (request.body().length > 0) {
            simple.withBody(request.text());
        }
        ValidationReport report = (request.path().startsWith("/rest/servicedeskapi/") ? serviceDesk : platform)
                .validateRequest(simple.build());
        List<String> faults = new ArrayList<>(report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .map(ValidationReport.Message::toString)
                .toList());
        if (request.body().length > 0) {
            JsonNode body = parse(request.text());
            Stream.of(body.at("/fields/description"), body.at("/body"))
                    .filter(JsonNode::isObject)
                    .flatMap(document -> documentFormat.validate(document).stream())
                    .forEach(fault -> faults.add("document: " + fault));
        }
        return faults;
    }

    private static OpenApiInteractionValidator validator(JsonNode document) {
        return OpenApiInteractionValidator.createForInlineApiSpecification(document.toString())
                .build();
    }

    /** The validator refuses a document in which two operations bear the same id, as this one's do. */
    private static JsonNode withDistinctOperations(JsonNode document) {
        Set<String> seen = new HashSet<>();
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                if (operation instanceof ObjectNode node
                        && !seen.add(node.path("operationId").asText())) {
                    node.remove("operationId");
                }
            }
        }
        return document;
    }

    private static JsonNode read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
