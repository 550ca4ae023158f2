package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long an answer is held back, and how many are. */
class HeldAnswersTests {

	@Test
	void anAnswerIsHeldWhileADeviceStillListens() {
		long begun = System.nanoTime();
		new HeldAnswers().hold();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(HeldAnswers.HELD);
		assertThat(HeldAnswers.HELD).isLessThanOrEqualTo(Duration.ofSeconds(2));
	}

	@Test
	@Timeout(60)
	void beyondSoManyTheNextIsAnsweredAtOnce() throws InterruptedException {
		HeldAnswers held = new HeldAnswers(Duration.ofHours(1));
		List<Thread> waiting = new ArrayList<>();
		for (int i = 0; i < HeldAnswers.MAX_HELD; i++) {
			waiting.add(Thread.ofVirtual().start(held::hold));
		}
		Awaitility.await().until(() -> held.free() == 0);
		held.hold();
		for (Thread one : waiting) {
			one.interrupt();
			one.join();
		}
		assertThat(held.free()).isEqualTo(HeldAnswers.MAX_HELD);
	}

}
