package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened in memory, in order. */
@ApplicationScoped
public class Journal {

    private final List<Object> entries = new CopyOnWriteArrayList<>();

    public void add(Object entry) {
        entries.add(entry);
    }

    public List<Object> entries() {
        return List.copyOf(entries);
    }

    public long count(Object entry) {
        return entries.stream().filter(entry::equals).count();
    }
}
