/**
 * What is deployed on the servers under test. It keeps the oracle's tables, which tell what has
 * happened without asking what is tested.
 */
package org.backgroundtasks.faults.app;
