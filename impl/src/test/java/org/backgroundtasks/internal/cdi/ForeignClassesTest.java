package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Libraries have classes whose methods name others that are optional, and not there. */
class ForeignClassesTest {

    public static class Absent {}

    /** A library's. */
    public static class NamesAbsent {
        public void use(Absent optional) {}
    }

    public interface ContractNamesAbsent {
        void use(Absent optional);
    }

    @Dependent
    public static class MakesIt {
        @Produces
        public ContractNamesAbsent make() {
            return null;
        }
    }

    @Dependent
    public static class MakesItByField {
        @Produces public ContractNamesAbsent made = null;
    }

    /** Adds a bean of a library's class, as extensions of libraries do. */
    static final class AddsIt implements Extension {

        private final Class<?> type;

        AddsIt(Class<?> type) {
            this.type = type;
        }

        void add(@Observes AfterBeanDiscovery event) {
            event.addBean().beanClass(type).addTransitiveTypeClosure(type).produceWith(all -> null);
        }
    }

    /** Has the classes of this test anew, but for the one that is absent. */
    private static final class WithoutAbsent extends ClassLoader {

        WithoutAbsent() {
            super(ForeignClassesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Absent.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(ForeignClassesTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private final ClassLoader loader = new WithoutAbsent();

    private Class<?> foreign(Class<?> type) throws ClassNotFoundException {
        return loader.loadClass(type.getName());
    }

    @AfterEach
    void forgetConfiguration() {
        Deployments.clearConfiguration();
    }

    @Test
    void made_by_a_producer() throws Exception {
        assertThat(Deployments.warnings(foreign(MakesIt.class))).isEmpty();
        assertThat(Deployments.warnings(foreign(MakesItByField.class))).isEmpty();
    }

    @Test
    void added_by_an_extension() throws Exception {
        new Weld()
                .disableDiscovery()
                .addExtensions(new BackgroundExtension(), new AddsIt(foreign(NamesAbsent.class)))
                .addBeanClasses(Deployments.class)
                .initialize()
                .close();
    }
}
