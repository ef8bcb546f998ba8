package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The example, unchanged, in a real browser. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public class ExamplePageIT {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @Deployment(testable = false)
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(
                WebArchive.class, new File(System.getProperty("example.war")));
    }

    @ArquillianResource URL address;

    private ChromeDriver browser;

    @BeforeEach
    void open() {
        assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                "chromium and chromedriver (Debian's chromium and chromium-driver) are not installed");
        ChromeOptions options =
                new ChromeOptions()
                        .setBinary(BROWSER.toString())
                        .addArguments(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--window-size=1000,800");
        browser =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(DRIVER.toFile())
                                .build(),
                        options);
        browser.get(address.toString());
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void a_user_registers_and_sees_the_task_change_by_itself() throws IOException {
        register("later@example.org", "");
        register("soon@example.org", "5");

        assertThat(lineSaying("SCHEDULED", "later@example.org")).matches("(?s).*in (5\\d|60) s.*");
        lineSaying("SCHEDULED", "soon@example.org");

        assertThat(lineSaying("SUCCEEDED", "soon@example.org"))
                .contains("Here is a notification: You have been notified");
        assertThat(lineSaying("SCHEDULED", "later@example.org")).isNotEmpty();
        Files.write(
                Path.of("target", "example-page.png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    private void register(String email, String delay) {
        WebElement input = browser.findElement(By.id("email"));
        input.sendKeys(email);
        new Select(browser.findElement(By.id("delay"))).selectByValue(delay);
        browser.findElement(By.cssSelector("button[type=submit]")).click();
        new WebDriverWait(browser, Duration.ofSeconds(20))
                .until(page -> !lines(email).isEmpty() && input.getDomProperty("value").isEmpty());
    }

    /** The line's text; the page replaces its lines as it likes, so it is read by asking again. */
    private String lineSaying(String state, String email) {
        return new WebDriverWait(browser, Duration.ofSeconds(20))
                .ignoring(StaleElementReferenceException.class)
                .until(
                        page ->
                                lines(email).stream()
                                        .map(WebElement::getText)
                                        .filter(text -> text.contains(state))
                                        .findFirst()
                                        .orElse(null));
    }

    private List<WebElement> lines(String email) {
        return browser.findElements(By.cssSelector("tr[data-email='" + email + "']"));
    }
}
