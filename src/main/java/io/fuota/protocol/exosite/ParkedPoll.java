package io.fuota.protocol.exosite;

import io.fuota.protocol.exosite.Offers.Given;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A long poll that waits: no thread, a small object and the connection's own buffers. It
 * is answered once.
 */
final class ParkedPoll {

	private static final Logger LOG = LoggerFactory.getLogger(ParkedPoll.class);

	/** RFC 9110 §5.6.7. */
	private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final @Nullable ExositeDevice device;

	private final String alias;

	private final long sinceMicros;

	private final String address;

	private final AsyncContext request;

	private final AtomicBoolean answered = new AtomicBoolean();

	private volatile @Nullable Future<?> timeout;

	/**
	 * @param device null: credentials were wrong
	 * @param sinceMicros what was written before doesn't count
	 */
	ParkedPoll(@Nullable ExositeDevice device, String alias, long sinceMicros, String address, AsyncContext request) {
		this.device = device;
		this.alias = alias;
		this.sinceMicros = sinceMicros;
		this.address = address;
		this.request = request;
	}

	@Nullable ExositeDevice device() {
		return device;
	}

	boolean isFor(String name) {
		return alias.equals(name);
	}

	long sinceMicros() {
		return sinceMicros;
	}

	String address() {
		return address;
	}

	void timesOut(Future<?> at) {
		timeout = at;
		if (answered.get()) {
			at.cancel(false);
		}
	}

	/** How much longer it waits at most. */
	Duration timeLeft() {
		return timeout instanceof Delayed at ? Duration.ofMillis(at.getDelay(TimeUnit.MILLISECONDS)) : Duration.ZERO;
	}

	boolean isAnswered() {
		return answered.get();
	}

	/** 200 with the value. */
	void give(Given given) {
		answer(response -> {
			response.setHeader("Last-Modified", HTTP_DATE.format(Instant.ofEpochSecond(given.atMicros() / 1_000_000)));
			Answers.send(request.getRequest(), response, HttpServletResponse.SC_OK, Answers.FORM, given.body());
		});
	}

	/** 304: nothing new in time. */
	void nothingNew() {
		answer(response -> Answers.empty(response, HttpServletResponse.SC_NOT_MODIFIED));
	}

	/** The same, and the connection ends: the server stops. */
	void stopping() {
		answer(response -> {
			response.setHeader("Connection", "close");
			Answers.empty(response, HttpServletResponse.SC_NOT_MODIFIED);
		});
	}

	/** 401, after a while. */
	void unauthorized() {
		answer(response -> Answers.refuse(request.getRequest(), response, HttpServletResponse.SC_UNAUTHORIZED,
				"unauthorized"));
	}

	/** The connection is gone. */
	void lost() {
		answered.set(true);
		cancelTimeout();
	}

	private interface Writing {

		void to(HttpServletResponse response) throws IOException;

	}

	private void answer(Writing writing) {
		if (!answered.compareAndSet(false, true)) {
			return;
		}
		cancelTimeout();
		try {
			writing.to((HttpServletResponse) request.getResponse());
		}
		catch (IOException | IllegalStateException gone) {
			LOG.debug("a long poll's client is gone", gone);
		}
		finally {
			complete();
		}
	}

	private void complete() {
		try {
			request.complete();
		}
		catch (IllegalStateException ended) {
			LOG.debug("a long poll ended meanwhile", ended);
		}
	}

	private void cancelTimeout() {
		Future<?> waiting = timeout;
		if (waiting != null) {
			waiting.cancel(false);
		}
	}

}
