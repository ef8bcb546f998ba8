/** Servers and databases as processes of their own, which tests start, stop, kill and ask. */
package org.backgroundtasks.servers;
