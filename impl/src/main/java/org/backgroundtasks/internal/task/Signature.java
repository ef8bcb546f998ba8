package org.backgroundtasks.internal.task;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Identifies a stored name together with the types of its parameters, in order. A node claims only
 * the signatures that it has, so arguments written for other parameters wait for a node that has
 * those.
 */
public final class Signature {

    private static final int LENGTH = 32;

    private Signature() {}

    public static String of(String name, List<Type> parameters) {
        String text =
                Stream.concat(Stream.of(name), parameters.stream().map(Type::getTypeName))
                        .collect(Collectors.joining("\n"));
        byte[] hash = Hash.sha256(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    }
}
