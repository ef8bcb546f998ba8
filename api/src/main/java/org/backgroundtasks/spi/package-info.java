/** What the implementation brings to the values of the API. Nothing here is for applications. */
@NullMarked
package org.backgroundtasks.spi;

import org.jspecify.annotations.NullMarked;
