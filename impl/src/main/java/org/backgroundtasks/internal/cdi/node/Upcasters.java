package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.backgroundtasks.ArgumentUpcaster;

/** The beans of the application that rewrite arguments of earlier signatures. */
@ApplicationScoped
class Upcasters {

    @Inject @Any private Instance<ArgumentUpcaster> beans;

    /** All of them, once: dependent ones live as long as this bean. */
    List<ArgumentUpcaster> all() {
        return beans.stream().toList();
    }
}
