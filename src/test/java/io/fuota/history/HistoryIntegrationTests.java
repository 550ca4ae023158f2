package io.fuota.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

@SharedTestServer
class HistoryIntegrationTests {

	private final Instant now = Instant.now();

	private final Timeline timeline;

	private final AuditTrail audit;

	private final TransactionTemplate transactions;

	HistoryIntegrationTests(TestServer server) {
		this.timeline = server.part(Timeline.class);
		this.audit = server.part(AuditTrail.class);
		this.transactions = server.part(TransactionTemplate.class);
	}

	@Test
	void whatIsTooOldIsDeletedStepByStep() {
		write("old", now.minus(400, ChronoUnit.DAYS), 1_500);
		write("new", now, 10);
		assertThat(timeline.purge(now)).as("there is more than one step takes").isTrue();
		assertThat(timeline.of("old", Long.MAX_VALUE, 2_000)).hasSize(500);
		assertThat(timeline.purge(now)).isFalse();
		assertThat(timeline.of("old", Long.MAX_VALUE, 2_000)).isEmpty();
		assertThat(timeline.of("new", Long.MAX_VALUE, 2_000)).hasSize(10);
	}

	@Test
	void whatIsTooMuchIsDeleted() {
		write("many", now, 1_200);
		HistorySettings small = new HistorySettings(Duration.ofDays(1), 1_000);
		int steps = 0;
		while (timeline.purge(now, small)) {
			steps++;
		}
		assertThat(steps).isLessThan(10);
		assertThat(timeline.of("many", Long.MAX_VALUE, 2_000)).hasSizeLessThanOrEqualTo(1_000).isNotEmpty();
	}

	@Test
	void theAuditTrailSaysWhoDidWhatFromWhere() {
		ScopedValue.where(Actor.CURRENT, new Actor("ann", "192.0.2.1"))
			.run(() -> transactions.executeWithoutResult(_ -> audit.record("test", "target", "before", "after", true)));
		AuditEntry entry = audit.page(Long.MAX_VALUE, 1).getFirst();
		assertThat(entry.actor()).isEqualTo(new Actor("ann", "192.0.2.1"));
		assertThat(entry.forced()).isTrue();
		assertThat(
				List.of(entry.action(), entry.target(), String.valueOf(entry.before()), String.valueOf(entry.after())))
			.containsExactly("test", "target", "before", "after");
		audit.purge(entry.at().plus(400, ChronoUnit.DAYS));
		assertThat(audit.page(Long.MAX_VALUE, 1)).isEmpty();
	}

	private void write(String device, Instant at, int count) {
		transactions.executeWithoutResult(_ -> timeline.write(IntStream.range(0, count)
			.mapToObj(_ -> DeviceEvent.of(device, at, EventKind.REPORT, null, null))
			.toList()));
	}

}
