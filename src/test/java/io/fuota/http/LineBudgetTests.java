package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A flood of checks doesn't flood the log. */
class LineBudgetTests {

	private long second;

	private final LineBudget lines = new LineBudget(3, () -> second);

	@Test
	void secondHasSoManyLinesAndThenTheyAreCounted() {
		assertThat(lines.mayWrite()).isTrue();
		assertThat(lines.mayWrite()).isTrue();
		assertThat(lines.mayWrite()).isTrue();
		assertThat(lines.mayWrite()).isFalse();
		assertThat(lines.mayWrite()).isFalse();
		assertThat(lines.leftOut()).as("not told before the next second").isZero();
		second++;
		assertThat(lines.mayWrite()).isTrue();
		assertThat(lines.leftOut()).isEqualTo(2);
		assertThat(lines.leftOut()).as("told once").isZero();
	}

}
