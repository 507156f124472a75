package io.epmjit.settings;

import jakarta.validation.valueextraction.ExtractedValue;
import jakarta.validation.valueextraction.UnwrapByDefault;
import jakarta.validation.valueextraction.ValueExtractor;
import java.util.Optional;

/** Lets a constraint beside an accessor that returns an {@code Optional} mean what is in it. */
@UnwrapByDefault
final class PresentValue implements ValueExtractor<Optional<@ExtractedValue ?>> {

    @Override
    public void extractValues(Optional<?> optional, ValueReceiver receiver) {
        optional.ifPresent(value -> receiver.value(null, value));
    }
}
