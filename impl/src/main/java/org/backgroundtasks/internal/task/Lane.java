package org.backgroundtasks.internal.task;

import java.util.List;

/**
 * Tasks of a queue that nothing tells apart: those of the same group and keys. If one of them is
 * held back by a limit, all are, so nobody has to look at each.
 *
 * @param group takes turns with others; empty if it does not
 * @param keys of the limits, in the order of the method
 */
public record Lane(String group, List<String> keys) {

    /** The lane of tasks that have neither; less than the text of any other. */
    public static final String NONE = "-";

    /** What the texts of lanes without keys are like, for SQL. */
    public static final String WITHOUT_KEYS = ":%\n";

    private static final String BEGIN = ":";

    /** Is in no group and no key. */
    private static final String SEPARATOR = "\n";

    private static final int LONGEST_KEY = 60;

    private static final int LONGEST_GROUP = 100;

    /** Comes right after the separator; no group has it, since it is a control character. */
    private static final String AFTER_SEPARATOR = "\u000b";

    public Lane {
        keys = List.copyOf(keys);
    }

    /** What is kept of a key: itself, or its hash if it does not fit or is to be hidden. */
    public static String key(String text, boolean isSensitive) {
        return stored(text, isSensitive, LONGEST_KEY);
    }

    /** What is kept of a group: itself, or its hash if it does not fit or is to be hidden. */
    public static String group(String text, boolean isSensitive) {
        return stored(text, isSensitive, LONGEST_GROUP);
    }

    /** Some databases do not tell texts apart that differ in blanks at their ends. */
    private static String stored(String text, boolean isSensitive, int longest) {
        return StoredText.of(text, isSensitive || text.endsWith(" "), longest);
    }

    /** Whether a text can be a group as it is. */
    public static boolean isGroup(String text) {
        return group(text, false).equals(text);
    }

    /** The group of a lane. */
    public static String groupOf(String lane) {
        if (!lane.startsWith(BEGIN)) {
            return "";
        }
        int end = lane.indexOf(SEPARATOR);
        return lane.substring(BEGIN.length(), end < 0 ? lane.length() : end);
    }

    /** A text after all lanes of a group, and before those of all that come after it. */
    public static String endOf(String group) {
        return BEGIN + group + AFTER_SEPARATOR;
    }

    /** Reads what {@link #text} has made. */
    public static Lane of(String text) {
        if (!text.startsWith(BEGIN)) {
            return new Lane("", List.of());
        }
        int end = text.indexOf(SEPARATOR) + SEPARATOR.length();
        String keys = end == 0 ? "" : text.substring(end);
        return new Lane(
                groupOf(text), keys.isEmpty() ? List.of() : List.of(keys.split(SEPARATOR, -1)));
    }

    /** The same in another group. */
    public Lane in(String otherGroup) {
        return new Lane(otherGroup, keys);
    }

    /**
     * What its tasks have in their column. The separator is there without keys, too: by it, the
     * lanes of a group stand together in every database's order.
     */
    public String text() {
        return group.isEmpty() && keys.isEmpty()
                ? NONE
                : BEGIN + group + SEPARATOR + String.join(SEPARATOR, keys);
    }

    /** Whether its keys may be those of some limits: another release may have had others. */
    public boolean fits(List<LimitRule> rules) {
        if (keys.size() != rules.size()) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            LimitRule rule = rules.get(i);
            if (rule.isForAll() && !key(rule.template(), false).equals(keys.get(i))) {
                return false;
            }
        }
        return true;
    }
}
