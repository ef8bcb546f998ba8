package org.backgroundtasks.internal.codec;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * The server's JSON-B, for one thread at a time: Yasson shares number formats among the threads of
 * one {@link Jsonb}, which then read wrong numbers. Nor does it depend on the JVM's locale, or on
 * the thread that happens to need another one: a plain thread may find other services, or none.
 */
final class Bindings implements AutoCloseable {

    private final JsonbProvider provider;
    private final JsonProvider texts;
    private final ClassLoader context = Thread.currentThread().getContextClassLoader();
    private final Queue<Jsonb> idle = new ConcurrentLinkedQueue<>();

    Bindings(JsonbProvider provider, JsonProvider texts) {
        this.provider = provider;
        this.texts = texts;
    }

    <T> T use(Function<Jsonb, T> work) {
        Jsonb known = idle.poll();
        Jsonb jsonb = known == null ? createInContext(Locale.ROOT) : known;
        T result = work.apply(jsonb);
        // One that has thrown is not used again.
        idle.add(jsonb);
        return result;
    }

    /** As its declared type; where that is none to be made, the value says what it is. */
    String write(Object value, Type declared) {
        boolean isKnownByValue =
                declared instanceof Class<?> type
                        && Modifier.isAbstract(type.getModifiers())
                        && !type.isArray()
                        && !KnownTypes.isPlain(type);
        return use(jsonb -> isKnownByValue ? jsonb.toJson(value) : jsonb.toJson(value, declared));
    }

    /** Does something in a locale of which the rest knows nothing. */
    String in(Locale locale, Function<Jsonb, String> work) {
        try (Jsonb jsonb = createInContext(locale)) {
            return work.apply(jsonb);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Jsonb createInContext(Locale locale) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context);
        try {
            return create(locale);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Jsonb create(Locale locale) {
        return provider.create()
                .withProvider(texts)
                .withConfig(
                        new JsonbConfig()
                                .withNullValues(true)
                                .withLocale(locale)
                                .withAdapters(new YearAdapter()))
                .build();
    }

    @Override
    public void close() {
        for (Jsonb jsonb = idle.poll(); jsonb != null; jsonb = idle.poll()) {
            try {
                jsonb.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
