/**
 * What CDI tells of a deployment before it starts: the {@code @Background} methods, the annotations
 * that hold for them, and the rules that they keep. It may not know the rest of {@code cdi}.
 */
@NullMarked
package org.backgroundtasks.internal.cdi.discovery;

import org.jspecify.annotations.NullMarked;
