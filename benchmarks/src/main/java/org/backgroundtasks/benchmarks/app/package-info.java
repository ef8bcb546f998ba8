/** The application that is measured on a server. */
package org.backgroundtasks.benchmarks.app;
