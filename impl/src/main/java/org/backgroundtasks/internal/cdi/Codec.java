package org.backgroundtasks.internal.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.internal.codec.ArgumentCodec;

/** The codec of this deployment, made at first use. */
@ApplicationScoped
class Codec {

    @Inject private BackgroundExtension extension;

    private ArgumentCodec codec;

    @PostConstruct
    void open() {
        codec = new ArgumentCodec(extension.deployment().settings().maxArgumentSize());
    }

    ArgumentCodec get() {
        return codec;
    }

    @PreDestroy
    void close() {
        codec.close();
    }
}
