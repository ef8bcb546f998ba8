package org.backgroundtasks.internal.cdi.node;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.codec.ArgumentCodec;

/**
 * The codec of this deployment. The node asks for it when it starts, in the application's context:
 * it is made at first use, and a thread of a later call may find no JSON-B.
 */
@ApplicationScoped
public class Codec {

    @Inject private Deployment deployment;

    private ArgumentCodec codec;

    @PostConstruct
    void open() {
        codec = new ArgumentCodec(deployment.settings().maxArgumentSize());
    }

    public ArgumentCodec get() {
        return codec;
    }

    @PreDestroy
    void close() {
        codec.close();
    }
}
