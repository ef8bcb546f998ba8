package org.backgroundtasks.internal.store.sql;

/**
 * A change of the first rows by some order, in three parts, since databases differ in how it is put
 * together.
 *
 * @param change what is done, up to its condition
 * @param states a condition on the state, which {@code choice} has, too
 * @param choice the query for the ids, which locks its rows if the database can; it has all the
 *     parameters
 */
record FirstRows(String change, String states, String choice) {}
