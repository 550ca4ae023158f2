package io.fuota.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.access.Recognition.Exhausted;
import io.fuota.access.Recognition.Recognized;
import io.fuota.access.Recognition.Wrong;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often one may guess, by a clock that the test sets. */
class GuessesTests {

	private static final ClientNetwork HOME = new ClientNetwork("192.0.2.1");

	private static final ClientNetwork ELSEWHERE = new ClientNetwork("192.0.2.2");

	private static final Account DEVICE = new Account("device", Set.of(Role.DEVICE));

	private final AtomicLong nanos = new AtomicLong(1);

	private final Guesses guesses = new Guesses(nanos::get);

	private final AtomicInteger comparisons = new AtomicInteger();

	@Test
	void guessesBeyondTheBudgetAreNotCompared() {
		for (int i = 0; i < Guesses.BUDGET; i++) {
			assertThat(wrong(HOME)).isInstanceOf(Wrong.class);
		}
		for (int i = 0; i < 1_000; i++) {
			assertThat(wrong(HOME)).isInstanceOf(Exhausted.class);
		}
		assertThat(comparisons).hasValue(Guesses.BUDGET);
	}

	@Test
	void rightOnesFromWhereThereWereNoneBeforeWaitForTheRefill() {
		exhaust(HOME);
		assertThat(right(HOME)).isInstanceOf(Exhausted.class);
		after(Guesses.REFILL.minusMillis(1));
		assertThat(right(HOME)).isInstanceOf(Exhausted.class);
		after(Duration.ofMillis(1));
		assertThat(right(HOME)).isEqualTo(new Recognized(DEVICE));
		assertThat(right(HOME)).as("and from then on always").isEqualTo(new Recognized(DEVICE));
	}

	@Test
	void rightOnesAreAlwaysTakenFromWhereTheyWereShownBefore() {
		right(HOME);
		exhaust(HOME);
		for (int i = 0; i < 1_000; i++) {
			assertThat(right(HOME)).isEqualTo(new Recognized(DEVICE));
			assertThat(wrong(HOME)).isInstanceOf(Exhausted.class);
		}
	}

	@Test
	void anotherNetworkAndAnotherAccountHaveABudgetOfTheirOwn() {
		exhaust(HOME);
		assertThat(right(ELSEWHERE)).isEqualTo(new Recognized(DEVICE));
		assertThat(guesses.recognize(HOME, "admin", Optional::empty)).isInstanceOf(Wrong.class);
	}

	@Test
	void rightOnesCostNothing() {
		for (int i = 0; i < 10 * Guesses.BUDGET; i++) {
			assertThat(right(HOME)).isEqualTo(new Recognized(DEVICE));
		}
		for (int i = 0; i < Guesses.BUDGET; i++) {
			assertThat(wrong(HOME)).isInstanceOf(Wrong.class);
		}
	}

	@Test
	void guessesAtATimeDoNotShareTheLastOfTheBudget() {
		List<Recognition> all = IntStream.range(0, 2_000).parallel().mapToObj(_ -> wrong(HOME)).toList();
		assertThat(all).filteredOn(Wrong.class::isInstance).hasSize(Guesses.BUDGET);
		assertThat(comparisons).hasValue(Guesses.BUDGET);
	}

	@Test
	void forgettingABudgetGivesNoMoreThanTheRefill() {
		exhaust(HOME);
		after(Guesses.REFILL.multipliedBy(100L * Guesses.BUDGET));
		IntStream.range(0, 2 * Guesses.BUDGET).forEach(_ -> wrong(HOME));
		assertThat(comparisons).hasValue(2 * Guesses.BUDGET);
	}

	@Test
	void networksThatShowedRightOnesAreForgottenInTheEnd() {
		right(HOME);
		after(Guesses.TRUSTED.plusSeconds(1));
		exhaust(HOME);
		assertThat(right(HOME)).isInstanceOf(Exhausted.class);
	}

	private void exhaust(ClientNetwork network) {
		IntStream.range(0, Guesses.BUDGET).forEach(_ -> wrong(network));
	}

	private Recognition wrong(ClientNetwork network) {
		return guesses.recognize(network, "device", () -> {
			comparisons.incrementAndGet();
			return Optional.empty();
		});
	}

	private Recognition right(ClientNetwork network) {
		return guesses.recognize(network, "device", () -> Optional.of(DEVICE));
	}

	private void after(Duration time) {
		nanos.addAndGet(time.toNanos());
	}

}
