package org.backgroundtasks.internal.task;

/**
 * Which method with which arguments.
 *
 * @param name the stored name of the method; a name, never a class
 * @param signature of the name and the parameter types, see {@link Signature}
 * @param arguments the arguments as a JSON array
 */
public record Invocation(String name, String signature, String arguments) {}
