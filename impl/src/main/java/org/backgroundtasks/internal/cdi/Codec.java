package org.backgroundtasks.internal.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.jspecify.annotations.Nullable;

/** The codec of this deployment, made at first use. */
@ApplicationScoped
class Codec {

    @Inject private BackgroundExtension extension;

    private volatile @Nullable ArgumentCodec codec;

    ArgumentCodec get() {
        ArgumentCodec made = codec;
        if (made == null) {
            made = new ArgumentCodec(extension.deployment().settings().maxArgumentSize());
            codec = made;
        }
        return made;
    }

    @PreDestroy
    void close() {
        ArgumentCodec made = codec;
        if (made != null) {
            made.close();
        }
    }
}
