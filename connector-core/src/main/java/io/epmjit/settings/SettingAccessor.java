package io.epmjit.settings;

import io.epmjit.webhook.Secret;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One accessor of a settings type that is described by {@link Setting}: what it returns, and how a builder is given it. */
final class SettingAccessor {

    /** How the accessor wraps its value. */
    private enum Wrapping {
        NONE,
        OPTIONAL,
        LIST,
        SUPPLIER
    }

    private final Method method;
    private final Setting setting;
    private final Wrapping wrapping;
    private final Class<?> valueType;

    SettingAccessor(Method method) {
        this.method = method;
        this.setting = method.getAnnotation(Setting.class);
        Class<?> returned = method.getReturnType();
        this.wrapping = returned == Optional.class
                ? Wrapping.OPTIONAL
                : returned == List.class
                        ? Wrapping.LIST
                        : returned == Supplier.class ? Wrapping.SUPPLIER : Wrapping.NONE;
        this.valueType = wrapping == Wrapping.NONE
                ? MethodType.methodType(returned).wrap().returnType()
                : argumentOf(method.getGenericReturnType());
        if (wrapping == Wrapping.SUPPLIER && valueType != Secret.class) {
            throw new IllegalStateException(method + ": only secrets are asked for again, by a Supplier<Secret>");
        }
    }

    String name() {
        return method.getName();
    }

    Setting setting() {
        return setting;
    }

    Class<?> valueType() {
        return valueType;
    }

    boolean isSecret() {
        return valueType == Secret.class;
    }

    boolean isRequired() {
        return isAbstract() && (wrapping == Wrapping.NONE || wrapping == Wrapping.SUPPLIER);
    }

    private boolean isAbstract() {
        return Modifier.isAbstract(method.getModifiers());
    }

    /** The value itself, out of its {@code Optional}; null if it is not there. */
    @Nullable
    Object valueIn(Object settings) {
        Object value = invoke(method, settings);
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        return value instanceof List<?> list && list.isEmpty() ? null : value;
    }

    /** Reads a text and gives it to a builder; a secret is asked for again whenever it is used. */
    void give(Object builder, String text, Supplier<Secret> again) {
        Object value = wrapping == Wrapping.LIST
                ? SettingFormat.readList(valueType, text)
                : SettingFormat.read(valueType, text);
        invoke(setter(builder.getClass()), builder, wrapping == Wrapping.SUPPLIER ? again : value);
    }

    private Method setter(Class<?> builder) {
        Class<?> offered =
                wrapping == Wrapping.LIST ? List.class : wrapping == Wrapping.SUPPLIER ? Supplier.class : valueType;
        return Arrays.stream(builder.getMethods())
                .filter(candidate -> candidate.getName().equals(name()) && candidate.getParameterCount() == 1)
                .filter(candidate -> MethodType.methodType(candidate.getParameterTypes()[0])
                        .wrap()
                        .returnType()
                        .isAssignableFrom(offered))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        builder.getName() + " has no public method " + name() + "(" + offered.getSimpleName() + ")"));
    }

    private static Class<?> argumentOf(Type type) {
        Type argument = ((ParameterizedType) type).getActualTypeArguments()[0];
        return (Class<?>) (argument instanceof ParameterizedType nested ? nested.getRawType() : argument);
    }

    private static @Nullable Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " must be public, in a public class", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method + " failed", e.getCause());
        }
    }
}
