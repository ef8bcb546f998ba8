package org.backgroundtasks.internal.cdi.server;

import jakarta.enterprise.context.ApplicationScoped;
import org.backgroundtasks.internal.time.Ticker;

/** How time passes for the engine: as on the machine, unless a test puts another bean here. */
@ApplicationScoped
public class EngineTime {

    public Ticker ticker() {
        return Ticker.SYSTEM;
    }
}
