package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.settings.Setting;
import io.epmjit.settings.SettingsTable;
import io.epmjit.webhook.Secret;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * How to reach an EPM, as the guides' settings pages ask for it: from properties or the environment ({@code
 * EPM_SERVICE_HOST_NAME}, {@code EPM_CLIENT_ID}, {@code EPM_CLIENT_SECRET}), or from a builder. Immutable.
 */
@Value.Immutable
@EpmSettings.Style
public abstract class EpmSettings {

    /** Missing values are not checked by the generated code: the table says them together with all other faults. */
    @Value.Style(
            visibility = Value.Style.ImplementationVisibility.PACKAGE,
            overshadowImplementation = true,
            jdkOnly = true,
            validationMethod = Value.Style.ValidationMethod.NONE,
            allowedClasspathAnnotations = Override.class)
    @Retention(RetentionPolicy.SOURCE)
    @interface Style {}

    private static final SettingsTable<EpmSettings, Builder> TABLE =
            SettingsTable.of(EpmSettings.class, "epm", "EPM", Builder::new, Builder::unchecked);

    EpmSettings() {}

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the settings by their keys, such as {@code epm.client-id}, or as environment variables, such as {@code
     * EPM_CLIENT_ID}: {@code EpmSettings.from(System::getenv)}. The secret is looked up again whenever a token is fetched.
     *
     * @throws io.epmjit.settings.InvalidSettingsException with every fault at once
     */
    public static EpmSettings from(Function<String, @Nullable String> lookup) {
        return usable(TABLE.read("epm", lookup));
    }

    /** A host that no client can be made for is better known now than at the first call. */
    private static EpmSettings usable(EpmSettings settings) {
        try {
            settings.client().close();
            return settings;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("PMC Service Host Name (epm.service-host-name): " + e.getMessage(), e);
        }
    }

    /** What there is to know of each setting, for documentation and frameworks. */
    public static SettingsTable<EpmSettings, Builder> table() {
        return TABLE;
    }

    /** EPM's services host; see {@link EpmClient.Builder#host(String)}. */
    @Setting(
            key = "service-host-name",
            label = "PMC Service Host Name",
            text = "The host of EPM's services, with the suffix -services.",
            example = "acme-services.beyondtrustcloud.com")
    public abstract String serviceHostName();

    /** The id of the API account. */
    @Setting(
            key = "client-id",
            label = "Client ID",
            text = "The client id of the API account, which needs JIT: Full Access.",
            example = "pmc-api-account-client-id")
    public abstract String clientId();

    /** The secret of the API account. */
    @Setting(key = "client-secret", label = "Client Secret", text = "The client secret of the API account.")
    public abstract Supplier<Secret> clientSecret();

    /** The tenant that the account belongs to. */
    @Setting(
            key = "tenant-id",
            label = "PMC Tenant ID",
            text = "Optional. A webhook of another tenant is never answered through this account.")
    public abstract Optional<String> tenantId();

    /** What EPM is sent for a single use of administrator rights. */
    @Setting(
            key = "admin-once-value",
            label = "Wire value of Once for admin requests",
            text = "The guide offers Once for admin requests, but what EPM wants to be sent is not known. While this is"
                    + " not set, Once is refused for them.")
    public abstract Optional<String> adminOnceValue();

    /** A client with these settings. The caller closes it. */
    public final EpmClient client() {
        EpmClient.Builder client = EpmClient.builder().host(serviceHostName()).credentials(clientId(), clientSecret());
        tenantId().ifPresent(client::tenantId);
        adminOnceValue().ifPresent(client::adminOnceValue);
        return client.build();
    }

    /** Host and account; never the secret. */
    @Override
    public final String toString() {
        return "EpmSettings[" + clientId() + " at " + serviceHostName() + "]";
    }

    /** Collects settings; not for use by several threads. */
    public static final class Builder extends ImmutableEpmSettings.Builder {
        Builder() {}

        /** The secret, where it does not change. */
        public Builder clientSecret(Secret secret) {
            return clientSecret(() -> secret);
        }

        EpmSettings unchecked() {
            return super.build();
        }

        /** @throws io.epmjit.settings.InvalidSettingsException with every fault at once */
        @Override
        public EpmSettings build() {
            return usable(TABLE.check(unchecked()));
        }
    }
}
