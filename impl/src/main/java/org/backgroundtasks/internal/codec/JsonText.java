package org.backgroundtasks.internal.codec;

/** What a database must not be left to decide about a JSON text. */
final class JsonText {

    private JsonText() {}

    /**
     * Escapes the two kinds of characters that a database or its driver would refuse or silently
     * replace: NUL, which PostgreSQL has no place for, and half of a surrogate pair, which UTF-8
     * cannot carry. In valid JSON both stand only within strings, where an escape means the same.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, strings</a>
     */
    static String escaped(CharSequence json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1))) {
                text.append(c).append(json.charAt(++i));
            } else if (c == 0 || Character.isSurrogate(c)) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** How deep the arrays and objects of a JSON text are nested. */
    static int depth(String json) {
        int deepest = 0;
        int depth = 0;
        boolean isInText = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (isInText) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    isInText = false;
                }
            } else if (c == '"') {
                isInText = true;
            } else if (c == '[' || c == '{') {
                deepest = Math.max(deepest, ++depth);
            } else if (c == ']' || c == '}') {
                depth--;
            }
        }
        return deepest;
    }

    /** The length in UTF-8 of a text without lone surrogates. */
    static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                length += 2;
            } else {
                length += 3;
            }
        }
        return length;
    }
}
