package io.fuota.tls;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Takes a replaced pair while the server runs, and warns of its dates every day. Both
 * files are read and compared: events of the file system don't tell of a link that was
 * switched further up, nor of every kind of mount.
 */
final class CertificateWatch implements InitializingBean, DisposableBean {

	private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

	private static final Duration DAY = Duration.ofDays(1);

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("certificates").factory());

	private final Certificates certificates;

	private final MoreCertificates more;

	private final ReplaceableContext context;

	private final Duration interval;

	private final Clock clock;

	private Instant warned;

	/** The pair that is shown, as it lay in the files; null until it was seen there. */
	private @Nullable PemFiles inUse;

	/** What couldn't be used when it was looked at last: both texts, or a message. */
	private @Nullable Object unusable;

	private boolean reported;

	CertificateWatch(Certificates certificates, MoreCertificates more, ReplaceableContext context, Duration interval,
			Clock clock) {
		this.certificates = certificates;
		this.more = more;
		this.context = context;
		this.interval = interval;
		this.clock = clock;
		this.warned = clock.instant();
	}

	@Override
	public void afterPropertiesSet() {
		// It never ends by itself, and look() keeps its failures.
		Future<?> _ = thread.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	@Override
	public void destroy() {
		thread.shutdownNow();
	}

	/** Looks at all files once, and at the calendar. */
	void look() {
		try {
			lookAtFiles();
			context.replaceNamed(more.look());
			warnDaily();
		}
		catch (RuntimeException failure) {
			// A task that throws isn't run again.
			LOG.error("the certificate couldn't be looked at; the one in use stays", failure);
		}
	}

	private void lookAtFiles() {
		PemFiles files;
		try {
			files = certificates.files();
		}
		catch (CertificateUnusableException missing) {
			unusable(String.valueOf(missing.getMessage()), missing);
			return;
		}
		if (files.equals(inUse)) {
			fine();
			return;
		}
		if (reported && files.equals(unusable)) {
			return;
		}
		try {
			ServerCertificate pair = certificates.parse(files);
			if (!pair.equals(context.certificate())) {
				context.replace(pair);
				LOG.info("new connections get the new certificate: {}", pair.describe());
				certificates.warnOfDates(pair);
				warned = clock.instant();
			}
			inUse = files;
			fine();
		}
		catch (CertificateUnusableException broken) {
			unusable(files, broken);
		}
	}

	/**
	 * Once is no alarm: the files are replaced one after the other, and may be looked at
	 * in between.
	 */
	private void unusable(Object what, CertificateUnusableException reason) {
		boolean seenBefore = what.equals(unusable);
		if (!seenBefore) {
			unusable = what;
			reported = false;
		}
		else if (!reported) {
			reported = true;
			LOG.error("the new certificate isn't used, and the old one stays: {}", reason.getMessage());
		}
	}

	private void fine() {
		if (reported) {
			LOG.info("the certificate files are right again");
		}
		unusable = null;
		reported = false;
	}

	private void warnDaily() {
		Instant now = clock.instant();
		// A clock that was set back must not silence the warning for long.
		if (now.isBefore(warned) || !now.isBefore(warned.plus(DAY))) {
			certificates.warnOfDates(context.certificate());
			more.warnOfDates();
			warned = now;
		}
	}

}
