package org.backgroundtasks.internal.codec;

import java.lang.invoke.MethodHandles;
import java.util.Locale;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.internal.logging.Messages;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** Messages 100 to 199: arguments. */
@MessageBundle(projectCode = "BGTASK", length = 6)
interface CodecMessages {

    CodecMessages MESSAGES = Messages.bundle(MethodHandles.lookup(), CodecMessages.class);

    @Message(
            id = 100,
            value =
                    "Argument %d of %s cannot be written and read by JSON-B as %s; pass a value that can, such as an id or a"
                            + " record of plain values")
    TaskArgumentException cannotWrite(
            int position, String task, String type, @Cause Throwable cause);

    @Message(
            id = 101,
            value =
                    "The arguments of %s take %d bytes as JSON, and background-tasks.max-argument-size is %d; pass an"
                            + " id instead of the data, or raise the limit")
    TaskArgumentException tooLarge(String task, int size, int limit);

    @Message(
            id = 105,
            value =
                    "Argument %d of %s is a %s that would come back from JSON as something else (declared: %s); pass plain values:"
                            + " no subclass, no comparator, no property that is not written or not read,"
                            + " no -0.0")
    TaskArgumentException wouldChange(int position, String task, String actual, String declared);

    /**
     * Repair: Keep the method's parameters as they were when the task was stored, or give the
     * method that takes the new ones another name.
     */
    @Message(id = 103, value = "The stored arguments of %s cannot be read as its parameters %s")
    TaskArgumentException cannotRead(String task, String parameters, @Cause Throwable cause);

    @Message(
            id = 106,
            value =
                    "The stored arguments of %s have other properties than %s has here, and reading them would invent or"
                            + " drop values; a node with the version that stored them can run the task, or give the"
                            + " method that takes the new type another name")
    TaskArgumentException otherShape(String task, String type);

    /** Repair: Give the method with other parameters another name. */
    @Message(id = 104, value = "%d arguments are stored for %s, which has %d parameters")
    TaskArgumentException wrongCount(int stored, String task, int declared);

    @Message(
            id = 107,
            value =
                    "Argument %d of %s is nested deeper than %d levels, and might not be readable in its run; pass an id, or a"
                            + " list instead of a chain")
    TaskArgumentException tooDeep(int position, String task, int deepest);

    @Message(
            id = 108,
            value =
                    "Argument %d of %s has the format %s without a locale, and the JSON-B provider takes the JVM's, which is %s: another"
                            + " node might read another value; name a locale in the annotation")
    TaskArgumentException formatOfThisNode(int position, String task, String format, Locale locale);

    @Message(
            id = 109,
            value =
                    "The metadata %s of a task take %d bytes as JSON, and %d are the most; keep less with the"
                            + " task")
    TaskArgumentException metadataTooLong(String names, int length, int longest);

    /** Repair: Mend the upcaster; the task is attempted again. */
    @Message(
            id = 110,
            value = "The arguments of an earlier signature of %s could not be rewritten by %s")
    TaskArgumentException notUpcast(String task, String upcaster, @Cause Throwable cause);
}
