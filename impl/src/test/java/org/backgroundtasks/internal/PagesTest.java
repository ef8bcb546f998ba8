package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people read leads somewhere, and can be read at once. */
class PagesTest {

    private static final Path ROOT =
            Path.of(System.getProperty("basedir")).resolve("..").normalize();

    private static final int LONGEST_SENTENCE = 40;

    private static final Pattern LINK =
            Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_lead_somewhere(Path page) {
        assertThat(LINK.matcher(read(page)).results().toList())
                .allSatisfy(link -> assertLeadsSomewhere(page, link));
    }

    private static void assertLeadsSomewhere(Path page, MatchResult link) {
        Path target =
                link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
        assertThat(target).exists();
        if (link.group(2) != null) {
            assertThat(anchors(target)).as("anchors of %s", target).contains(link.group(2));
        }
    }

    private static List<String> anchors(Path page) {
        String text = read(page);
        Stream<String> headings =
                Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
                        .matcher(text)
                        .results()
                        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", ""))
                        .map(heading -> heading.replace(' ', '-'));
        Stream<String> ids =
                Pattern.compile("<a id=\"([^\"]*)\">")
                        .matcher(text)
                        .results()
                        .map(id -> id.group(1));
        return Stream.concat(headings, ids).toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void no_sentence_is_longer_than_forty_words(Path page) {
        String prose = read(page).replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "code");
        assertThat(
                        Arrays.stream(prose.split("\n\\s*\n|\n(?=[-|#\\d])|(?<=[.!?])\\s|\\|"))
                                .filter(sentence -> words(sentence) > LONGEST_SENTENCE))
                .isEmpty();
    }

    private static int words(String sentence) {
        return sentence.strip().split("\\s+").length;
    }

    @ParameterizedTest
    @EnumSource(TaskState.class)
    void each_state_is_explained(TaskState state) {
        assertThat(read(ROOT.resolve("docs/states.md"))).contains("| " + state + " |");
    }

    @ParameterizedTest
    @MethodSource("members")
    void each_member_of_the_annotation_is_explained(String member) {
        assertThat(read(ROOT.resolve("docs/annotation.md"))).contains("| `%s` |".formatted(member));
    }

    static List<String> members() {
        return Arrays.stream(Background.class.getDeclaredMethods()).map(Method::getName).toList();
    }
}
