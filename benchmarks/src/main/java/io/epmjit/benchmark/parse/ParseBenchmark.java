package io.epmjit.benchmark.parse;

import com.alibaba.fastjson2.JSON;
import com.dslplatform.json.DslJson;
import com.dslplatform.json.runtime.Settings;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import io.epmjit.model.JitWebhookParser;
import io.epmjit.model.ParseOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the bytes of one body to every field read: this library with its template declared, and its peers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ParseBenchmark {

    private final byte[] body = SampleBody.bytes();
    private final ParseOptions options =
            ParseOptions.builder().templates(SampleBody.TEMPLATE).build();
    private final ObjectMapper databind = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final JsonFactory factory = new JsonFactory();
    private final Gson gson = new Gson();
    private final DslJson<Object> dslJson = new DslJson<>(Settings.withRuntime().includeServiceLoader());

    /** All must have read the same, or the comparison means nothing. */
    @Setup
    public void requireEqualReadings() throws IOException {
        int expected = epmJit();
        if (databind() != expected || gson() != expected || fastjson2() != expected || dslJson() != expected) {
            throw new IllegalStateException("the contenders do not read the same: " + expected + ", databind "
                    + databind() + ", gson " + gson() + ", fastjson2 " + fastjson2() + ", dsl-json " + dslJson());
        }
    }

    @Benchmark
    public int epmJit() {
        return EventReading.readAll(JitWebhookParser.parse(body, options));
    }

    @Benchmark
    public int databind() throws IOException {
        return databind.readValue(body, PlainTicket.class).readAll();
    }

    /** What reading alone costs: every value as a string, kept nowhere. */
    @Benchmark
    public int streaming() throws IOException {
        int length = 0;
        try (JsonParser parser = factory.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    length += parser.getText().length();
                }
            }
        }
        return length;
    }

    @Benchmark
    public int gson() {
        return gson.fromJson(new String(body, StandardCharsets.UTF_8), PlainTicket.class)
                .readAll();
    }

    @Benchmark
    public int fastjson2() {
        return JSON.parseObject(body, PlainTicket.class).readAll();
    }

    @Benchmark
    public int dslJson() throws IOException {
        return Objects.requireNonNull(dslJson.deserialize(PlainTicket.class, body, body.length))
                .readAll();
    }
}
