package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What {@code beans.xml} leaves out, where a server lacks its types, is there under that name. */
class BeansXmlTest {

    @Test
    void each_name_is_that_of_a_class() throws Exception {
        try (InputStream file =
                BackgroundExtension.class.getResourceAsStream("/META-INF/beans.xml")) {
            NodeList excluded =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(file)
                            .getElementsByTagName("exclude");
            List<String> names =
                    IntStream.range(0, excluded.getLength())
                            .mapToObj(i -> ((Element) excluded.item(i)).getAttribute("name"))
                            .toList();

            assertThat(names)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(Class.forName(name)).isNotNull());
        }
    }
}
