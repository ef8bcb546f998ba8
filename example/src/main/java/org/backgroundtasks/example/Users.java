package org.backgroundtasks.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;

/** The users in the database, by the application's own persistence unit. */
@ApplicationScoped
public class Users {

    private static final int MOST = 50;

    @PersistenceContext EntityManager entityManager;

    User add(String email) {
        User user = new User(email);
        entityManager.persist(user);
        entityManager.flush();
        return user;
    }

    User find(long id) {
        return entityManager.find(User.class, id);
    }

    List<User> newest() {
        return entityManager
                .createQuery("select u from User u order by u.id desc", User.class)
                .setMaxResults(MOST)
                .getResultList();
    }

    long count() {
        return entityManager
                .createQuery("select count(u) from User u", Long.class)
                .getSingleResult();
    }

    void keepNewest(int count) {
        List<Long> kept =
                entityManager
                        .createQuery("select u.id from User u order by u.id desc", Long.class)
                        .setMaxResults(count)
                        .getResultList();
        if (kept.size() == count) {
            entityManager
                    .createQuery("delete from User u where u.id < :oldest")
                    .setParameter("oldest", kept.get(count - 1))
                    .executeUpdate();
        }
    }
}
