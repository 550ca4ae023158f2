package io.fuota.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a class whose tests lost native memory of TLS engines or buffers in this JVM, as
 * far as Netty's leak detector sees it.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

	/** What is lost is told of when the collector has found it, and the next is made. */
	private static final int ROUNDS = 5;

	private final Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

	private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();

	@Override
	public void beforeAll(ExtensionContext context) {
		ResourceLeakDetector.setLevel(Level.PARANOID);
		leaks.start();
		detector.addAppender(leaks);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		for (int i = 0; i < ROUNDS; i++) {
			System.gc();
			PooledByteBufAllocator.DEFAULT.directBuffer().release();
		}
		ResourceLeakDetector.setLevel(Level.SIMPLE);
		detector.detachAppender(leaks);
		if (leaks.list.stream().anyMatch(event -> event.getFormattedMessage().contains("LEAK"))) {
			throw new AssertionError("leaked: " + leaks.list);
		}
	}

}
