package org.backgroundtasks.internal.config;

import java.lang.invoke.MethodHandles;
import org.backgroundtasks.internal.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** Messages 200 to 299: configuration. */
@MessageBundle(projectCode = "BGTASK", length = 6)
interface ConfigMessages {

    ConfigMessages MESSAGES = Messages.bundle(MethodHandles.lookup(), ConfigMessages.class);

    /** Repair: Correct the key, or remove it. */
    @Message(id = 200, value = "The configuration key '%s' is unknown%s")
    String unknownKey(String key, String meant);

    /** Repair: Correct the value. All wrong values are reported together. */
    @Message(id = 201, value = "The configuration value %s=%s is wrong: %s")
    String wrongValue(String key, String value, String rule);

    /** Repair: Correct the member's name. */
    @Message(id = 202, value = "The configuration key '%s' names no member of @%s; known are: %s")
    String unknownMember(String key, String annotation, String known);

    @Message(
            id = 203,
            value =
                    "@%s(%s = %s) on %s is wrong: %s; correct the annotation, or override it with the"
                            + " configuration key %s")
    String wrongMember(
            String annotation, String member, String value, String method, String rule, String key);

    @Message(
            id = 204,
            value =
                    "The configuration key '%s' names no @%s method of its class; correct the method's name")
    String unknownMethod(String key, String annotation);

    @Message(
            id = 207,
            value =
                    "@Recurring on %s has neither cron nor every, so it is not known when it recurs; give one of them")
    String noCron(String method);

    @Message(id = 208, value = "@Recurring on %s has both cron and every; leave one of them out")
    String cronAndEvery(String method);

    @Message(
            id = 209,
            value =
                    "@Unique on %s takes all arguments for the key, and a %s has no order of its own, so equal arguments may have"
                            + " different keys; give it a key, such as {0} or {0.id}")
    String keyWithoutOrder(String method, String type);

    @Message(
            id = 210,
            value = "@Limit on %s limits nothing; give it a concurrency, or a rate, above 0")
    String limitOfNothing(String method);

    @Message(
            id = 211,
            value =
                    "%s has two limits of the same key '%s'; leave one of them out, or give it another key")
    String sameLimit(String method, String key);

    @Message(id = 212, value = "%s has %d limits, and %d are possible; leave some of them out")
    String tooManyLimits(String method, int limits, int most);

    @Message(
            id = 213,
            value =
                    "%s has a @Limit, and a batch of %d, whose tasks would start before it is known whether they may; set batch to 1, or"
                            + " leave the limit out")
    String limitOfBatch(String method, int batch);

    @Message(
            id = 214,
            value =
                    "%s and %s share the limit '%s', and say other numbers; say the same numbers, or give one of them another key")
    String otherNumbers(String method, String other, String key);
}
