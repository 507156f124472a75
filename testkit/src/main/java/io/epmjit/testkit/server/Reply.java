package io.epmjit.testkit.server;

import java.nio.charset.StandardCharsets;

/** What a server answers. Immutable. */
public final class Reply {

    private static final byte[] NOTHING = {};

    private final int status;
    private final Headers headers;
    private final byte[] body;

    private Reply(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** A reply without a body. */
    public static Reply status(int status) {
        return new Reply(status, Headers.none(), NOTHING);
    }

    /** A reply with this JSON text as its body. */
    public static Reply json(int status, String json) {
        return status(status).body("application/json; charset=utf-8", json);
    }

    /** A web page, such as a gateway or a login form shows. */
    public static Reply html(int status, String title) {
        return status(status)
                .body(
                        "text/html; charset=utf-8",
                        "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title
                                + "</h1></body></html>\n");
    }

    /** A reply with a text, but without a word on what kind of text it is. */
    public static Reply untyped(int status, String text) {
        return new Reply(status, Headers.none(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** This reply with a text, sent as UTF-8, for its body. */
    public Reply body(String contentType, String text) {
        return body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    public Reply body(String contentType, byte[] bytes) {
        return new Reply(status, headers.with("Content-Type", contentType), bytes.clone());
    }

    /** This reply with one more header. */
    public Reply header(String name, String value) {
        return new Reply(status, headers.and(name, value), body);
    }

    Reply withHeader(String name, String value) {
        return new Reply(status, headers.with(name, value), body);
    }

    Reply withBody(byte[] bytes) {
        return new Reply(status, headers, bytes);
    }

    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    byte[] bytes() {
        return body;
    }

    @Override
    public String toString() {
        return status + " (" + body.length + " bytes)";
    }
}
