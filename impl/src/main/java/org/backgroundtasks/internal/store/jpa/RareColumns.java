package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/** What few tasks have, of those columns that are the same on every database. */
@NullUnmarked
@Embeddable
class RareColumns {

    @Column(name = "application")
    private String application;

    @Column(name = "label")
    private String label;

    @Column(name = "task_key")
    private String key;

    @Column(name = "lane")
    private String lane;

    @Column(name = "metadata")
    private String metadata;

    protected RareColumns() {}

    RareColumns(NewTask task, String application) {
        this.application = application;
        label = task.label();
        key = task.key() == null ? null : task.key().text();
        lane = task.lane();
        metadata = task.metadata();
    }
}
