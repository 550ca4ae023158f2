<<<<<<<< HEAD:src/test/java/io/fuota/protocol/coap/LineBudgetTests.java
package io.fuota.protocol.coap;
========
package io.fuota.http;
>>>>>>>> 1f86d26 (Say through the API what a Mongoose OS device would get, and bound its log lines):src/test/java/io/fuota/http/LineBudgetTests.java

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
