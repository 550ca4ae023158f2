package io.fuota.protocol.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuietLogTests {

	private long now;

	private final List<Long> lines = new ArrayList<>();

	private final QuietLog log = new QuietLog(() -> now, lines::add);

	@Test
	void firstTimeIsToldAtOnceAndThenOnceAMinuteHowOften() {
		log.happened();
		log.happened();
		log.happened();
		now += TimeUnit.SECONDS.toNanos(59);
		log.happened();
		assertThat(lines).containsExactly(1L);
		now += TimeUnit.SECONDS.toNanos(1);
		log.happened();
		assertThat(lines).containsExactly(1L, 4L);
	}

}
