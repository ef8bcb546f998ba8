/** A small application: users register on a page, and are notified later. */
package org.backgroundtasks.example;
