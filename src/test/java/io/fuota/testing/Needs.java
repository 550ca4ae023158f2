package io.fuota.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Commands that a test calls; {@code docker} stands for an engine that works, too, and
 * {@code mount} for the right to mount a file system, {@code open-files} for 12,000 of
 * them in a process. Where one is missing, the test is skipped with a message that says
 * so; in CI (environment variable {@code CI=true}) it fails.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCondition.class)
public @interface Needs {

	String[] value();

}
