package io.epmjit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A pom.xml, or an element in one. */
record Pom(Element element) {

    static Pom read(Path file) {
        try {
            return new Pom(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement());
        } catch (Exception e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    /** The elements reached by these names, one level each. */
    List<Pom> all(String... path) {
        List<Pom> found = List.of(this);
        for (String name : path) {
            found = found.stream().flatMap(pom -> pom.children(name).stream()).toList();
        }
        return found;
    }

    Optional<String> find(String... path) {
        List<Pom> found = all(path);
        assertThat(found).as(String.join("/", path)).hasSizeLessThan(2);
        return found.stream().map(Pom::text).findFirst();
    }

    String get(String... path) {
        return find(path).orElseThrow(() -> new AssertionError("there is no " + String.join("/", path)));
    }

    String text() {
        return element.getTextContent().strip();
    }

    private List<Pom> children(String name) {
        return IntStream.range(0, element.getChildNodes().getLength())
                .mapToObj(element.getChildNodes()::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .filter(node -> node.getNodeName().equals(name))
                .map(node -> new Pom((Element) node))
                .toList();
    }
}
