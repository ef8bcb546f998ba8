/** What is pure Java, measured by JMH. */
package org.backgroundtasks.benchmarks.pure;
