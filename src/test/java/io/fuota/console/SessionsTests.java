package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.access.Account;
import io.fuota.access.Role;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who stays logged in, and for how long. */
class SessionsTests {

	private static final Account ADMIN = new Account("admin", Set.of(Role.ADMIN));

	private final AtomicLong nanos = new AtomicLong();

	private final Sessions sessions = new Sessions(nanos::get);

	@Test
	void aTokenFindsItsSessionUntilItEnds() {
		String token = sessions.open(ADMIN);
		assertThat(sessions.find(token)).hasValueSatisfying(session -> assertThat(session.account()).isEqualTo(ADMIN));
		sessions.end(token);
		assertThat(sessions.find(token)).isEmpty();
	}

	@Test
	void whoeverIsAwayTooLongIsLoggedOut() {
		String used = sessions.open(ADMIN);
		String unused = sessions.open(ADMIN);
		pass(Sessions.IDLE.minusSeconds(1));
		assertThat(sessions.find(used)).isPresent();
		pass(Duration.ofSeconds(1));
		assertThat(sessions.find(unused)).isEmpty();
		assertThat(sessions.find(used)).isPresent();
	}

	@Test
	void noSessionLivesLongerThanItsLifetime() {
		String token = sessions.open(ADMIN);
		for (Duration passed = Duration.ZERO; passed.compareTo(Sessions.LIFETIME) < 0; passed = passed.plusHours(1)) {
			assertThat(sessions.find(token)).as("after %s", passed).isPresent();
			pass(Duration.ofHours(1));
		}
		assertThat(sessions.find(token)).isEmpty();
	}

	@Test
	void thereAreNeverTooManyAndTheOneUnusedForLongestEnds() {
		String first = sessions.open(ADMIN);
		String second = sessions.open(ADMIN);
		for (int i = 2; i < Sessions.MAX_SESSIONS; i++) {
			sessions.open(ADMIN);
		}
		assertThat(sessions.find(first)).isPresent();
		sessions.open(ADMIN);
		assertThat(sessions.size()).isEqualTo(Sessions.MAX_SESSIONS);
		assertThat(sessions.find(first)).isPresent();
		assertThat(sessions.find(second)).isEmpty();
	}

	@Test
	void endedOnesAreForgottenWhenAnotherBegins() {
		for (int i = 0; i < 10; i++) {
			sessions.open(ADMIN);
		}
		pass(Sessions.IDLE);
		sessions.open(ADMIN);
		assertThat(sessions.size()).isEqualTo(1);
	}

	@Test
	void tokensAreLongAndDiffer() {
		Set<String> tokens = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			tokens.add(sessions.open(ADMIN));
		}
		assertThat(tokens).hasSize(100).allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
	}

	@Test
	void aNoticeIsSaidOnce() {
		Session session = sessions.find(sessions.open(ADMIN)).orElseThrow();
		session.say(true, "Done.");
		assertThat(session.takeNotice()).isEqualTo(new Session.Notice(true, "Done."));
		assertThat(session.takeNotice()).isNull();
	}

	private void pass(Duration time) {
		nanos.addAndGet(time.toNanos());
	}

}
