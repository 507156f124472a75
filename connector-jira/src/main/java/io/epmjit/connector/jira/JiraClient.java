package io.epmjit.connector.jira;

import io.epmjit.http.AccessTokenException;
import io.epmjit.http.ApiRequest;
import io.epmjit.http.ApiResponse;
import io.epmjit.http.Authorizer;
import io.epmjit.http.BaseUrl;
import io.epmjit.http.CallOptions;
import io.epmjit.http.HttpListener;
import io.epmjit.http.HttpPipeline;
import io.epmjit.http.OkHttpTransport;
import io.epmjit.webhook.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls to one Jira Cloud site (REST API version 3, and Service Management's), each made once and as Atlassian's
 * OpenAPI documents describe it.
 *
 * <p>Failures are those of {@link HttpPipeline}; an answer without what Atlassian's documents promise is a
 * {@link io.epmjit.http.ResponseException.UnusableAnswer}. Blocks; safe for use by several threads.
 */
public final class JiraClient implements AutoCloseable {

    private static final int ISSUES_A_PAGE = 50;
    private static final int COMMENTS_A_PAGE = 100;
    private static final int METADATA_A_PAGE = 200;
    private static final int MOST_METADATA_PAGES = 10;

    private final HttpPipeline http;
    private final BaseUrl site;

    private JiraClient(Builder builder) {
        this.site = builder.site;
        HttpPipeline.Builder pipeline = HttpPipeline.builder(
                        builder.name, builder.api == null ? builder.site : builder.api)
                .authorizer(Authorizer.basic(builder.email, readable(builder.apiToken)))
                .errorDetail(JiraErrors::wording)
                .listener(builder.listener)
                .clock(builder.clock);
        if (builder.transport != null) {
            pipeline.transport(builder.transport);
        }
        this.http = pipeline.build();
    }

    /**
     * Begins a client of one site.
     *
     * @param site the address at which people open Jira
     * @param email of the account that makes the calls
     * @param apiToken of that account; asked for at every call, so that it may change while the program runs
     */
    public static Builder builder(BaseUrl site, String email, Supplier<Secret> apiToken) {
        return new Builder(site, email, apiToken);
    }

    /** The address at which people open Jira. */
    public BaseUrl site() {
        return site;
    }

    /** The account that makes the calls: proof that its credentials are good. */
    public JiraAccount myself(CallOptions options) {
        return call(ApiRequest.get("/rest/api/3/myself").build(), options, JiraAccount::of);
    }

    /** How the site is run: {@code Cloud}, or something else on Jira Data Center. Needs no credentials. */
    public String deploymentType(CallOptions options) {
        return call(ApiRequest.get("/rest/api/3/serverInfo").build(), options, info -> info.required("deploymentType"));
    }

    /** A project by its key or id; its issue types are a call of their own. */
    public JiraProject project(String idOrKey, CallOptions options) {
        return call(ApiRequest.get("/rest/api/3/project/{}", idOrKey).build(), options, JiraProject::of);
    }

    /** The types of issue that this account may create in a project: names by id. */
    public Map<String, String> creatableIssueTypes(String projectIdOrKey, CallOptions options) {
        Map<String, String> names = new LinkedHashMap<>();
        metadata(
                        () -> ApiRequest.get("/rest/api/3/issue/createmeta/{}/issuetypes", projectIdOrKey),
                        answer -> Page.of(
                                answer, "issueTypes", type -> Map.entry(type.required("id"), type.required("name"))),
                        options)
                .forEach(type -> names.put(type.getKey(), type.getValue()));
        return names;
    }

    /** The fields on the screen on which issues of a type are created. */
    public List<CreateField> createFields(String projectIdOrKey, String issueTypeId, CallOptions options) {
        return metadata(
                () -> ApiRequest.get("/rest/api/3/issue/createmeta/{}/issuetypes/{}", projectIdOrKey, issueTypeId),
                answer -> Page.of(answer, "fields", CreateField::of),
                options);
    }

    /** The statuses that issues of one type can have in a project; none if the project does not use the type. */
    public List<JiraStatus> statuses(String projectIdOrKey, String issueTypeId, CallOptions options) {
        return call(
                ApiRequest.get("/rest/api/3/project/{}/statuses", projectIdOrKey)
                        .build(),
                options,
                types -> types.elements().stream()
                        .filter(type ->
                                type.text("id").filter(issueTypeId::equals).isPresent())
                        .flatMap(type -> type.at("statuses").elements().stream())
                        .map(JiraStatus::of)
                        .distinct()
                        .toList());
    }

    /**
     * The names of the project roles that the account has in a project. Jira tells them only to whom has <em>Administer
     * Projects</em> there, or <em>Administer Jira</em> (documented).
     */
    public List<String> ownRoles(String projectIdOrKey, CallOptions options) {
        return call(
                ApiRequest.get("/rest/api/3/project/{}/roledetails", projectIdOrKey)
                        .query("currentMember", "true")
                        .build(),
                options,
                roles -> {
                    if (!roles.isList()) {
                        throw new Json.UnexpectedShape("is no list of roles");
                    }
                    return roles.elements().stream()
                            .map(role -> role.required("name"))
                            .toList();
                });
    }

    /** Which of these permissions ({@code BROWSE_PROJECTS}, …) the account lacks in a project. */
    public List<String> missingPermissions(String projectKey, Collection<String> permissions, CallOptions options) {
        return missing(permissions, options, request -> request.query("projectKey", projectKey));
    }

    /** Which of these permissions the account lacks on an issue. */
    public List<String> missingPermissionsOnIssue(String issueId, Collection<String> permissions, CallOptions options) {
        return missing(permissions, options, request -> request.query("issueId", issueId));
    }

    /** People who can be assigned issues of a project and whose name or address begins like this. */
    public List<JiraAccount> assignable(String projectKey, String query, CallOptions options) {
        return call(
                ApiRequest.get("/rest/api/3/user/assignable/search")
                        .query("project", projectKey)
                        .query("query", query)
                        .build(),
                options,
                users -> users.elements().stream().map(JiraAccount::of).toList());
    }

    /**
     * Creates an issue. Jira knows no idempotency key: made twice, there are two.
     *
     * @param fields by field id, made of maps, lists, strings, numbers and booleans as the API's JSON has them
     * @return the new issue, without fields
     */
    public JiraIssue createIssue(Map<String, ?> fields, CallOptions options) {
        return call(
                ApiRequest.post("/rest/api/3/issue")
                        .json(Json.write(Map.of("fields", fields)))
                        .build(),
                options,
                JiraIssue::of);
    }

    /** The fields on the screen on which an issue is edited, as far as this account may edit them. */
    public List<EditField> editFields(String idOrKey, CallOptions options) {
        return call(
                ApiRequest.get("/rest/api/3/issue/{}/editmeta", idOrKey).build(),
                options,
                answer -> answer.at("fields").members(Function.identity()).entrySet().stream()
                        .map(field -> EditField.of(field.getKey(), field.getValue()))
                        .toList());
    }

    /**
     * Gives fields of an issue other values. Done twice, it is as if done once.
     *
     * @param fields by field id, made of maps, lists, strings, numbers and booleans as the API's JSON has them
     */
    public void editIssue(String idOrKey, Map<String, ?> fields, CallOptions options) {
        http.execute(
                ApiRequest.put("/rest/api/3/issue/{}", idOrKey)
                        .json(Json.write(Map.of("fields", fields)))
                        .build(),
                options);
    }

    /** Reads an issue by its id or key, with these fields. */
    public JiraIssue issue(String idOrKey, List<String> fields, CallOptions options) {
        return call(
                ApiRequest.get("/rest/api/3/issue/{}", idOrKey)
                        .query("fields", String.join(",", fields))
                        .build(),
                options,
                JiraIssue::of);
    }

    /**
     * Searches. New issues may take a while to appear, and what the account may not browse never does.
     *
     * @param jql a query that is bounded by at least one condition; quote what it compares with
     * @param fields which fields the issues shall have
     * @param mostPages after which to give up, of fifty issues each
     */
    public SearchResult search(String jql, List<String> fields, int mostPages, CallOptions options) {
        List<JiraIssue> issues = new ArrayList<>();
        Optional<String> token = Optional.empty();
        for (int page = 0; page < mostPages; page++) {
            Map<String, Object> query =
                    new LinkedHashMap<>(Map.of("jql", jql, "fields", fields, "maxResults", ISSUES_A_PAGE));
            token.ifPresent(next -> query.put("nextPageToken", next));
            Page<JiraIssue> found = call(
                    ApiRequest.post("/rest/api/3/search/jql")
                            .json(Json.write(query))
                            .repeatable()
                            .build(),
                    options,
                    answer -> Page.of(answer, "issues", JiraIssue::of));
            issues.addAll(found.items());
            token = found.nextToken();
            if (token.isEmpty()) {
                return new SearchResult(issues, !found.hasMore());
            } else if (found.items().isEmpty()) {
                return new SearchResult(issues, false);
            }
        }
        return new SearchResult(issues, false);
    }

    /** The transitions that an issue can take now, with the fields on their screens. Without the right to, none. */
    public List<JiraTransition> transitions(String idOrKey, CallOptions options) {
        return call(
                ApiRequest.get("/rest/api/3/issue/{}/transitions", idOrKey)
                        .query("expand", "transitions.fields")
                        .build(),
                options,
                answer -> answer.at("transitions").elements().stream()
                        .filter(transition -> !transition.isFalse("isAvailable"))
                        .map(JiraTransition::of)
                        .toList());
    }

    /** Takes a transition, entering these fields on its screen. */
    public void transition(String idOrKey, String transitionId, Map<String, ?> fields, CallOptions options) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("transition", Map.of("id", transitionId)));
        if (!fields.isEmpty()) {
            body.put("fields", fields);
        }
        http.execute(
                ApiRequest.post("/rest/api/3/issue/{}/transitions", idOrKey)
                        .json(Json.write(body))
                        .build(),
                options);
    }

    /**
     * The comments that the account may see, the newest first.
     *
     * @param mostPages after which to give up, of a hundred comments each
     * @return empty if there are more, or Jira counts more than it shows
     */
    public Optional<List<JiraComment>> comments(String idOrKey, int mostPages, CallOptions options) {
        List<JiraComment> comments = new ArrayList<>();
        for (int page = 0; page < mostPages; page++) {
            Page<JiraComment> found = call(
                    ApiRequest.get("/rest/api/3/issue/{}/comment", idOrKey)
                            .query("orderBy", "-created")
                            .query("startAt", Integer.toString(comments.size()))
                            .query("maxResults", Integer.toString(COMMENTS_A_PAGE))
                            .build(),
                    options,
                    answer -> Page.of(answer, "comments", JiraComment::of));
            comments.addAll(found.items());
            if (found.isLastAfter(comments.size())) {
                return Optional.of(comments);
            } else if (found.items().isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Writes a note on a request of a Service Management project that customers do not see.
     *
     * @param wikiMarkup the note, in wiki markup
     * @return the id of the comment, and whether Jira says that it is internal
     */
    public WrittenNote addInternalNote(String issueIdOrKey, String wikiMarkup, CallOptions options) {
        return call(
                ApiRequest.post("/rest/servicedeskapi/request/{}/comment", issueIdOrKey)
                        .json(Json.write(Map.of("body", wikiMarkup, "public", false)))
                        .build(),
                options,
                comment -> new WrittenNote(comment.required("id"), comment.isFalse("public")));
    }

    /**
     * Writes a comment that only the members of a project role see.
     *
     * @param document the comment, in Atlassian Document Format, made of maps and lists
     * @return the id of the comment, and whether Jira says that it is restricted to that role
     */
    public WrittenNote addCommentForRole(
            String issueIdOrKey, Map<String, ?> document, String role, CallOptions options) {
        return call(
                ApiRequest.post("/rest/api/3/issue/{}/comment", issueIdOrKey)
                        .json(Json.write(Map.of("body", document, "visibility", Map.of("type", "role", "value", role))))
                        .build(),
                options,
                comment -> new WrittenNote(
                        comment.required("id"),
                        JiraComment.roleOf(comment)
                                .filter(role::equalsIgnoreCase)
                                .isPresent()));
    }

    /** Removes a comment. */
    public void deleteComment(String issueIdOrKey, String commentId, CallOptions options) {
        http.execute(
                ApiRequest.delete("/rest/api/3/issue/{}/comment/{}", issueIdOrKey, commentId)
                        .build(),
                options);
    }

    /** Frees connections; a transport that was handed in stays open. */
    @Override
    public void close() {
        http.close();
    }

    private List<String> missing(
            Collection<String> permissions,
            CallOptions options,
            Function<ApiRequest.Builder, ApiRequest.Builder> where) {
        return call(
                where.apply(ApiRequest.get("/rest/api/3/mypermissions"))
                        .query("permissions", String.join(",", permissions))
                        .build(),
                options,
                answer -> permissions.stream()
                        .filter(key -> !answer.at("permissions").at(key).isTrue("havePermission"))
                        .toList());
    }

    private <T> List<T> metadata(
            Supplier<ApiRequest.Builder> request, Function<Json, Page<T>> reader, CallOptions options) {
        List<T> read = new ArrayList<>();
        for (int page = 0; page < MOST_METADATA_PAGES; page++) {
            Page<T> found = call(
                    request.get()
                            .query("startAt", Integer.toString(read.size()))
                            .query("maxResults", Integer.toString(METADATA_A_PAGE))
                            .build(),
                    options,
                    reader);
            read.addAll(found.items());
            if (found.items().isEmpty() || found.isLastAfter(read.size())) {
                break;
            }
        }
        return read;
    }

    /** A token that cannot be read has sent nothing, and may be there again later. */
    private static Supplier<Secret> readable(Supplier<Secret> apiToken) {
        return () -> {
            try {
                return apiToken.get();
            } catch (RuntimeException e) {
                throw AccessTokenException.missing(
                        "the API token cannot be read (" + e.getClass().getSimpleName() + "): check where it is kept",
                        e);
            }
        };
    }

    private <T> T call(ApiRequest request, CallOptions options, Function<Json, T> reader) {
        ApiResponse answer = http.execute(request, options);
        try {
            return reader.apply(Json.read(answer.bytes()));
        } catch (Json.UnexpectedShape e) {
            throw http.unusable(request, answer, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A project.
     *
     * @param id never changes
     * @param key what people call it
     * @param name what it is for
     * @param isServiceDesk whether it belongs to Jira Service Management, so that its issues have internal notes
     */
    public record JiraProject(String id, String key, String name, boolean isServiceDesk) {

        static JiraProject of(Json project) {
            return new JiraProject(
                    project.required("id"),
                    project.required("key"),
                    project.text("name").orElse(""),
                    project.text("projectTypeKey")
                            .filter("service_desk"::equals)
                            .isPresent());
        }
    }

    /**
     * A field on a screen on which issues are created.
     *
     * @param id such as {@code customfield_10001}
     * @param name what people see
     * @param isDemanded whether something has to be entered, because it is required and has no default
     * @param customType for a custom field its type, such as
     *     {@code com.atlassian.jira.plugin.system.customfieldtypes:textfield}
     */
    public record CreateField(String id, String name, boolean isDemanded, Optional<String> customType) {

        static CreateField of(Json field) {
            return new CreateField(
                    field.text("fieldId").orElseGet(() -> field.required("key")),
                    field.text("name").orElse("?"),
                    field.isTrue("required") && !field.isTrue("hasDefaultValue"),
                    field.at("schema").text("custom"));
        }
    }

    /**
     * A field on a screen on which issues are edited.
     *
     * @param id such as {@code customfield_10001}
     * @param name what people see
     * @param type what it takes: {@code string}, {@code datetime}, {@code option}, …
     * @param customType for a custom field its type, such as
     *     {@code com.atlassian.jira.plugin.system.customfieldtypes:textarea}
     * @param choices the values that it takes, where it takes only these
     */
    public record EditField(String id, String name, String type, Optional<String> customType, List<String> choices) {

        public EditField {
            choices = List.copyOf(choices);
        }

        static EditField of(String id, Json field) {
            return new EditField(
                    id,
                    field.text("name").orElse("?"),
                    field.at("schema").text("type").orElse("?"),
                    field.at("schema").text("custom"),
                    field.at("allowedValues").elements().stream()
                            .flatMap(choice -> choice.text("value").stream())
                            .toList());
        }

        boolean isText() {
            return type.equals("string");
        }

        boolean isParagraph() {
            return id.equals("description")
                    || customType.filter(kind -> kind.endsWith(":textarea")).isPresent();
        }

        boolean isDateTime() {
            return type.equals("datetime");
        }

        boolean isChoice() {
            return type.equals("option");
        }
    }

    /**
     * What a search found.
     *
     * @param issues in the order of the query
     * @param isComplete whether all pages have been read
     */
    public record SearchResult(List<JiraIssue> issues, boolean isComplete) {

        public SearchResult {
            issues = List.copyOf(issues);
        }
    }

    /**
     * A note that was written.
     *
     * @param commentId Jira's id of it
     * @param isInternal whether Jira's answer says in so many words that those outside do not see it
     */
    public record WrittenNote(String commentId, boolean isInternal) {}

    /** Collects a client; not for use by several threads. */
    public static final class Builder {

        private final BaseUrl site;
        private final String email;
        private final Supplier<Secret> apiToken;
        private String name = "Jira";
        private @Nullable BaseUrl api;
        private @Nullable OkHttpTransport transport;
        private HttpListener listener = attempt -> {};
        private InstantSource clock = InstantSource.system();

        private Builder(BaseUrl site, String email, Supplier<Secret> apiToken) {
            this.site = Objects.requireNonNull(site, "site");
            this.email = Objects.requireNonNull(email, "email");
            this.apiToken = Objects.requireNonNull(apiToken, "apiToken");
        }

        /** The client's name in messages, logs and metrics; {@code Jira} by default. */
        public Builder name(String shown) {
            this.name = Objects.requireNonNull(shown, "shown");
            return this;
        }

        /** Where calls are sent instead of the site, as tokens with scopes need it. */
        public Builder apiUrl(BaseUrl address) {
            this.api = Objects.requireNonNull(address, "address");
            return this;
        }

        /** Connections of one's own making; whoever made them closes them. */
        public Builder transport(OkHttpTransport connections) {
            this.transport = Objects.requireNonNull(connections, "connections");
            return this;
        }

        /** Who is told of every attempt; nobody by default. */
        public Builder listener(HttpListener told) {
            this.listener = Objects.requireNonNull(told, "told");
            return this;
        }

        /** The clock by which deadlines are read; the system's by default. */
        public Builder clock(InstantSource time) {
            this.clock = Objects.requireNonNull(time, "time");
            return this;
        }

        public JiraClient build() {
            return new JiraClient(this);
        }
    }
}
