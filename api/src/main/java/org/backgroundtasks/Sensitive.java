package org.backgroundtasks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a value is nobody's business: a parameter of a {@link Background @Background} method,
 * or a component of a record that is passed to one. A {@linkplain Unique key} that is made of it is
 * stored as a hash. The arguments themselves are stored as they are.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Sensitive {}
