package io.fuota.console;

import io.fuota.access.Account;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/**
 * Who is logged in, in memory alone: a restart logs everybody out. Only right passwords
 * open a session, and never more than {@value #MAX_SESSIONS} are kept.
 */
@Component
final class Sessions {

	/** Beyond it the session that was unused for longest ends. */
	static final int MAX_SESSIONS = 1_000;

	/** Without a request for so long, a session ends. */
	static final Duration IDLE = Duration.ofHours(2);

	/** Then a session ends in any case. */
	static final Duration LIFETIME = Duration.ofHours(12);

	private static final int TOKEN_BYTES = 32;

	private final SecureRandom random = new SecureRandom();

	private final LongSupplier nanos;

	/** In the order of their last use. */
	private final Map<String, Session> byToken = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
			return size() > MAX_SESSIONS;
		}

	};

	Sessions() {
		this(System::nanoTime);
	}

	/**
	 * With a clock of its own.
	 * @param nanos a clock that never jumps
	 */
	Sessions(LongSupplier nanos) {
		this.nanos = nanos;
	}

	/**
	 * Begins a session.
	 * @return its token, 256 random bits as text; whoever shows it is this account
	 */
	synchronized String open(Account account) {
		byte[] bits = new byte[TOKEN_BYTES];
		random.nextBytes(bits);
		String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
		long now = nanos.getAsLong();
		byToken.values().removeIf(session -> session.isOver(now));
		byToken.put(token, new Session(account, now));
		return token;
	}

	/** The session of this token, which counts as used now. */
	synchronized Optional<Session> find(String token) {
		Session session = byToken.get(token);
		if (session == null) {
			return Optional.empty();
		}
		long now = nanos.getAsLong();
		if (session.isOver(now)) {
			byToken.remove(token);
			return Optional.empty();
		}
		session.used(now);
		return Optional.of(session);
	}

	/** Ends the session of this token. */
	synchronized void end(String token) {
		byToken.remove(token);
	}

	/** How many there are. */
	synchronized int size() {
		return byToken.size();
	}

}
