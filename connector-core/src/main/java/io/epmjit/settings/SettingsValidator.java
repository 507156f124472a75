package io.epmjit.settings;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.hibernate.validator.spi.properties.ConstrainableExecutable;
import org.hibernate.validator.spi.properties.GetterPropertySelectionStrategy;

/**
 * The one validator of this library. It needs no expression language, speaks English whatever the machine speaks, takes
 * no configuration from the class path of the application around it, and knows accessors without {@code get}.
 */
final class SettingsValidator {

    private static final Validator VALIDATOR = Validation.byProvider(HibernateValidator.class)
            .configure()
            .ignoreXmlConfiguration()
            .messageInterpolator(new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, false))
            .getterPropertySelectionStrategy(new PlainAccessors())
            .addValueExtractor(new PresentValue())
            .buildValidatorFactory()
            .getValidator();

    private SettingsValidator() {}

    /** What is wrong, by the name of the accessor; by an empty name what is wrong with the settings as a whole. */
    static Map<String, List<String>> problemsOf(Object settings) {
        return VALIDATOR.validate(settings).stream()
                .collect(Collectors.groupingBy(
                        violation -> accessorOf(violation.getPropertyPath()),
                        TreeMap::new,
                        Collectors.mapping(ConstraintViolation::getMessage, Collectors.toList())));
    }

    private static String accessorOf(Path path) {
        Iterator<Path.Node> nodes = path.iterator();
        return nodes.hasNext() ? Objects.requireNonNullElse(nodes.next().getName(), "") : "";
    }

    private static final class PlainAccessors implements GetterPropertySelectionStrategy {

        @Override
        public Optional<String> getProperty(ConstrainableExecutable executable) {
            return executable.getParameterTypes().length == 0 && executable.getReturnType() != void.class
                    ? Optional.of(executable.getName())
                    : Optional.empty();
        }

        @Override
        public List<String> getGetterMethodNameCandidates(String propertyName) {
            return List.of(propertyName);
        }
    }
}
