package io.fuota.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.operations.SpareMemoryRules.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpareMemoryRulesTests {

	private static final long MIB = 1L << 20;

	private static final Duration BUSY = SpareMemoryRules.QUIET.plusMillis(1);

	private final SpareMemoryRules rules = new SpareMemoryRules();

	private Duration used = Duration.ZERO;

	@Test
	void releasesInTheFirstPauseAfterTheStart() {
		assertThat(lookAfter(BUSY, 50 * MIB)).isEqualTo(Answer.NOTHING);
		for (int look = 1; look < SpareMemoryRules.PAUSE; look++) {
			assertThat(lookAfter(SpareMemoryRules.QUIET, 50 * MIB)).isEqualTo(Answer.NOTHING);
		}
		assertThat(lookAfter(SpareMemoryRules.QUIET, 50 * MIB)).isEqualTo(Answer.RELEASE);
	}

	@Test
	void aPauseThatIsInterruptedBeginsAnew() {
		for (int look = 1; look < SpareMemoryRules.PAUSE; look++) {
			assertThat(lookAfter(Duration.ZERO, 50 * MIB)).isEqualTo(Answer.NOTHING);
		}
		assertThat(lookAfter(BUSY, 50 * MIB)).isEqualTo(Answer.NOTHING);
		assertThat(lookAfter(Duration.ZERO, 50 * MIB)).isEqualTo(Answer.NOTHING);
	}

	@Test
	void releasesAfterTheStartAtLastWhereTheServerIsNeverQuiet() {
		for (int look = 1; look < SpareMemoryRules.PATIENCE; look++) {
			assertThat(lookAfter(BUSY, 50 * MIB)).isEqualTo(Answer.NOTHING);
		}
		assertThat(lookAfter(BUSY, 50 * MIB)).isEqualTo(Answer.RELEASE);
	}

	@Test
	void releasesAgainInAPauseAfterWork() {
		release(50 * MIB);
		assertThat(lookAfter(Duration.ZERO, 60 * MIB)).isEqualTo(Answer.NOTHING);
		assertThat(lookAfter(SpareMemoryRules.WORK, 60 * MIB)).as("busy").isEqualTo(Answer.NOTHING);
		assertThat(pause(60 * MIB)).isEqualTo(Answer.RELEASE);
	}

	@Test
	void itsOwnWorkIsNone() {
		release(50 * MIB);
		for (int look = 0; look < 1000; look++) {
			assertThat(lookAfter(Duration.ofMillis(1), 50 * MIB)).isEqualTo(Answer.NOTHING);
		}
	}

	@Test
	void collectsUnderLoadWhenWhatIsOldHasGrownByHalf() {
		release(100 * MIB);
		assertThat(lookAfter(BUSY, 150 * MIB)).isEqualTo(Answer.NOTHING);
		assertThat(lookAfter(BUSY, 150 * MIB + 1)).isEqualTo(Answer.COLLECT);
		rules.collected(140 * MIB);
		assertThat(lookAfter(BUSY, 151 * MIB)).isEqualTo(Answer.NOTHING);
	}

	@Test
	void aSmallHeapMayGrowByMoreThanHalf() {
		release(10 * MIB);
		assertThat(lookAfter(BUSY, 34 * MIB)).isEqualTo(Answer.NOTHING);
		assertThat(lookAfter(BUSY, 34 * MIB + 1)).isEqualTo(Answer.COLLECT);
	}

	@Test
	void leavesTheHeapToOtherCollectors() {
		assertThat(pause(0)).isEqualTo(Answer.RELEASE);
		rules.released(used);
		assertThat(lookAfter(BUSY, 0)).isEqualTo(Answer.NOTHING);
	}

	private void release(long left) {
		assertThat(pause(left)).isEqualTo(Answer.RELEASE);
		rules.collected(left);
		used = used.plusSeconds(1);
		rules.released(used);
	}

	/** Quiet looks; the last one's answer. */
	private Answer pause(long old) {
		for (int look = 1; look < SpareMemoryRules.PAUSE; look++) {
			assertThat(lookAfter(Duration.ZERO, old)).isEqualTo(Answer.NOTHING);
		}
		return lookAfter(Duration.ZERO, old);
	}

	private Answer lookAfter(Duration more, long old) {
		used = used.plus(more);
		return rules.look(used, old);
	}

}
