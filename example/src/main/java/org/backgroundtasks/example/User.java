package org.backgroundtasks.example;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** Somebody who has registered. */
@Entity
@Table(name = "example_user")
public class User {

    @Id
    @SequenceGenerator(
            name = "example_user_seq",
            sequenceName = "example_user_seq",
            allocationSize = 1)
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "example_user_seq")
    private long id;

    private String email;
    private String mail;
    private String taskId;

    protected User() {}

    User(String email) {
        this.email = email;
    }

    /** Where a real application would send a mail, this one writes it on the page. */
    void email(String subject, String text) {
        mail = subject + ": " + text;
    }

    void notifiedBy(String task) {
        taskId = task;
    }

    long id() {
        return id;
    }

    String email() {
        return email;
    }

    String mail() {
        return mail;
    }

    String taskId() {
        return taskId;
    }
}
