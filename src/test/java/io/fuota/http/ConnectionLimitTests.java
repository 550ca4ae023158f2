package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many connections a process takes. */
class ConnectionLimitTests {

	private static final long MEBIBYTE = 1024 * 1024;

	@ParameterizedTest
	@CsvSource({ "512, 1000000, 5461", "256, 1000000, 1820", "4096, 1000000, 16384", "1024, 1000000, 12743",
			"64, 1000000, 256", "512, 1024, 768", "4096, 12000, 10500", "4096, 20000, 16384", "512, 100, 256" })
	void memoryAndFilesAreShared(long heapMebibytes, long openFiles, int connections) {
		assertThat(ConnectionLimit.of(heapMebibytes * MEBIBYTE, openFiles)).isEqualTo(connections);
	}

	@Test
	void filesAreLimitedAsLinuxSays() {
		assertThat(ConnectionLimit.openFiles(
				List.of("Limit   Soft Limit  Hard Limit  Units", "Max open files            1024     4096   files")))
			.isEqualTo(1024);
		assertThat(ConnectionLimit
			.openFiles(List.of("Max open files            unlimited            unlimited            files")))
			.isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void thisProcessHasALimit() {
		assertThat(ConnectionLimit.ofThisProcess()).isBetween(ConnectionLimit.FEWEST, ConnectionLimit.MOST);
	}

}
