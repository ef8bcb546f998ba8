package org.backgroundtasks.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/messages.md} has every message with its cause and its repair, as the sources say
 * them. {@code -Dmessages.write} writes it.
 */
class MessagesPageTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir"));
    private static final Path PAGE = MODULE.resolve("../docs/messages.md");

    private static final Pattern MESSAGE =
            Pattern.compile(
                    """
                    (?:/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*)?\
                    (?:@LogMessage\\(level = (\\w+)\\)\\s*)?\
                    @Message\\(\\s*id = (\\d+),\\s*value =\\s*((?:"(?:[^"\\\\]|\\\\.)*"\\s*\\+?\\s*)+)\\)\\s*\
                    ([\\w<>]+) \\w+\\(""");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** The one of the API, which has no logging. */
    private static final String OF_IDS =
            entry(
                    1,
                    "`TaskCallException`",
                    "'…' is not a task id: a UUID of 36 characters is expected",
                    "Pass what TaskId.toString() has returned.");

    @Test
    void the_page_has_every_message() throws IOException {
        String page = page();
        if (System.getProperty("messages.write") != null) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void no_message_is_overlooked() throws IOException {
        long declared;
        try (Stream<Path> sources = Files.walk(MODULE.resolve("src/main/java"))) {
            declared =
                    sources.filter(path -> path.toString().endsWith(".java"))
                            .map(MessagesPageTest::read)
                            .flatMap(
                                    source ->
                                            Pattern.compile("@Message\\(")
                                                    .matcher(source)
                                                    .results())
                            .count();
        }

        assertThat(entries()).hasSize((int) declared + 1);
    }

    private static String page() throws IOException {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Messages

                        Every message has a code: `BGTASK` and six digits. A code never changes its meaning. This page is made from the sources. Each entry says what it is, its cause, and the repair; `…` stands for what the message names.
                        """);
        int range = -1;
        for (var entry : entries().entrySet()) {
            if (entry.getKey() / 100 != range) {
                range = entry.getKey() / 100;
                page.append("\n## ").append(title(range)).append("\n\n");
            }
            page.append(entry.getValue());
        }
        return page.toString();
    }

    private static String title(int range) {
        return switch (range) {
            case 0 -> "Ids";
            case 1 -> "Arguments";
            case 2 -> "Configuration";
            case 3 -> "Rules at deployment";
            case 4 -> "Calls and start";
            case 5 -> "Database";
            case 6 -> "Runs";
            case 7 -> "Schedules";
            default -> throw new IllegalStateException("no title for the range " + range);
        };
    }

    private static TreeMap<Integer, String> entries() throws IOException {
        TreeMap<Integer, String> entries = new TreeMap<>();
        entries.put(1, OF_IDS);
        try (Stream<Path> sources = Files.walk(MODULE.resolve("src/main/java"))) {
            sources.filter(path -> path.toString().endsWith(".java"))
                    .sorted(Comparator.naturalOrder())
                    .map(MessagesPageTest::read)
                    .flatMap(source -> MESSAGE.matcher(source).results())
                    .forEach(found -> put(entries, found));
        }
        return entries;
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(TreeMap<Integer, String> entries, MatchResult found) {
        int id = Integer.parseInt(found.group(3));
        String text =
                LITERAL.matcher(found.group(4))
                        .results()
                        .map(literal -> literal.group(1))
                        .collect(Collectors.joining())
                        .replace("\\\"", "\"")
                        .replaceAll("%(\\d\\$)?[sd]", "…");
        String before =
                entries.put(
                        id,
                        entry(
                                id,
                                kind(id, found.group(2), found.group(5)),
                                cause(text, found.group(1)),
                                repair(text, found.group(1))));
        assertThat(before).as("code %d is used once", id).isNull();
    }

    private static String kind(int id, String level, String type) {
        if (level != null) {
            return level;
        }
        if (!type.equals("String")) {
            return "`" + type + "`";
        }
        return switch (id / 100) {
            case 4 -> "INFO";
            case 6 -> "the error of an attempt";
            default -> "at deployment";
        };
    }

    /**
     * The house writes a cause, a semicolon, and the repair; where it could not, a comment has it.
     */
    private static String cause(String text, String comment) {
        int end = text.indexOf("; ");
        return comment != null || end < 0 ? text : text.substring(0, end);
    }

    private static String repair(String text, String comment) {
        if (comment != null) {
            Matcher repair = Pattern.compile("Repair:(.*)", Pattern.DOTALL).matcher(comment);
            assertThat(repair.find()).as("a repair in '%s'", comment).isTrue();
            return repair.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").strip();
        }
        int end = text.indexOf("; ");
        assertThat(end).as("a repair in '%s'", text).isPositive();
        String repair = text.substring(end + 2);
        return Character.toUpperCase(repair.charAt(0)) + repair.substring(1) + ".";
    }

    private static String entry(int id, String kind, String cause, String repair) {
        return "- <a id=\"%1$d\"></a>**BGTASK%1$06d** (%2$s): %3$s **Repair:** %4$s\n"
                .formatted(
                        id, kind, cause.replaceAll("[.:]$", "") + ".", repair.replace("<", "&lt;"));
    }
}
