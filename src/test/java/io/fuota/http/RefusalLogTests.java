package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.access.ClientNetwork;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of a flood the log shows. */
class RefusalLogTests {

	private final RefusalLog refusals = new RefusalLog();

	@AfterEach
	void close() {
		refusals.close();
	}

	@Test
	void theFirstOnesOfANetworkHaveALineAndTheOthersASum() {
		assertThat(flood("192.0.2.1", 1_000)).isEqualTo(RefusalLog.LINES);
		assertThat(flood("192.0.2.2", RefusalLog.LINES)).isEqualTo(RefusalLog.LINES);
		assertThat(refusals.minuteIsOver()).containsExactly(
				"refused 1000 requests without valid credentials in a minute from 192.0.2.1; 10 of them have a line");
	}

	@Test
	void eachMinuteBeginsAnew() {
		flood("192.0.2.1", 1_000);
		refusals.minuteIsOver();
		assertThat(refusals.minuteIsOver()).isEmpty();
		assertThat(flood("192.0.2.1", 1_000)).isEqualTo(RefusalLog.LINES);
	}

	@Test
	void manyNetworksHaveFewLinesTogether() {
		long lines = IntStream.range(0, 2 * RefusalLog.MAX_NETWORKS)
			.mapToLong(number -> flood("network " + number, 1 + number % 7))
			.sum();
		assertThat(lines).isEqualTo(RefusalLog.LINES_OF_ALL);
		assertThat(refusals.minuteIsOver()).hasSize(RefusalLog.NAMED + 1)
			.first()
			.asString()
			.contains("from others; 0 of them");
	}

	private long flood(String network, int requests) {
		ClientNetwork one = new ClientNetwork(network);
		return IntStream.range(0, requests).filter(_ -> refusals.admits(one)).count();
	}

}
