/** Plain JDBC as the limit, and the job libraries of the Java world. */
package org.backgroundtasks.benchmarks.rivals;
