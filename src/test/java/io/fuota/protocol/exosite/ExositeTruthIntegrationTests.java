package io.fuota.protocol.exosite;

import static io.fuota.testing.ExositeClient.cik;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.device.DeviceId;
import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.DeviceCare;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import io.fuota.history.Timeline;
import io.fuota.testing.ApiClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reports come to: only what was seen confirms. */
@SharedTestServer
class ExositeTruthIntegrationTests {

	private static final String ALIAS = "/onep:v1/stack/alias";

	private static final String ID = "truth.1";

	private final TestServer server;

	private final ApiClient api;

	private final ExositeClient device;

	private String token = "";

	ExositeTruthIntegrationTests(TestServer server) {
		this.server = server;
		this.api = new ApiClient(server);
		this.device = new ExositeClient(server, "truth");
	}

	@BeforeEach
	void aDeviceThatRuns10() {
		device.clear();
		server.part(DeviceCare.class).forget(new DeviceId(ID));
		token = device.activated("1");
		server.admin().upload("a.bin", new byte[2_000]);
		server.admin().upload("b.bin", new byte[3_001]);
		report("INSTALLED_VERSION", "1.0");
	}

	@Test
	void aDeviceThatReportsAtBootIsSeen() {
		assertThat(status().version()).isEqualTo("1.0");
		assertThat(status().protocol()).isEqualTo("exosite");
		assertThat(status().attempt()).isNull();
	}

	@Test
	void everyFileFetchedAndTheVersionReportedConfirms() {
		apply("\"a.bin\",\"b.bin\",\"https://example.com/c\"");
		poll();
		assertThat(attempt().state()).isEqualTo(AttemptState.OFFERED);
		fetch("b.bin", "Range: bytes=0-1999");
		assertThat(attempt().state()).isEqualTo(AttemptState.DOWNLOADING);
		fetch("b.bin", "Range: bytes=2000-");
		report("DOWNLOAD_STEP", "2.0");
		assertThat(attempt().bytes()).isEqualTo(3_001);
		fetch("a.bin");
		assertThat(attempt().state()).isEqualTo(AttemptState.DOWNLOADED);
		report("INSTALLED_VERSION", "2.0");
		assertThat(attempt().state()).isEqualTo(AttemptState.CONFIRMED);
		assertThat(status().version()).isEqualTo("2.0");
	}

	@Test
	void aFileThatWasntFetchedWholeLeavesItReported() {
		apply("\"a.bin\",\"b.bin\"");
		poll();
		fetch("a.bin");
		fetch("b.bin", "Range: bytes=0-2999");
		report("INSTALLED_VERSION", "2.0");
		assertThat(attempt().state()).isEqualTo(AttemptState.REPORTED);
		assertThat(status().version()).isEqualTo("2.0");
	}

	@Test
	void whatWasFetchedBeforeTheOfferDoesntCount() {
		fetch("a.bin");
		apply("\"a.bin\"");
		fetch("a.bin");
		poll();
		report("INSTALLED_VERSION", "2.0");
		assertThat(attempt().state()).isEqualTo(AttemptState.REPORTED);
	}

	@Test
	void aPackageOfLinksAloneEndsAsReported() {
		apply("\"https://example.com/c\"");
		poll();
		report("INSTALLED_VERSION", "2.0");
		assertThat(attempt().state()).isEqualTo(AttemptState.REPORTED);
		assertThat(api.get("/devices/" + ID).at("/device/attempt/state").asString()).isEqualTo("REPORTED");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TEST_ERROR", "DOWNLOAD_ERROR", "INSTALL_ERROR", "INSTALL_ABORTED" })
	void anErrorEndsTheAttemptAsFailed(String state) {
		apply("\"a.bin\"");
		poll();
		report(state, "2.0");
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
		assertThat(attempt().outcome()).contains(state);
	}

	@Test
	void theOldVersionAfterAWholeDownloadIsALoopAndLeadsToQuarantine() {
		int rounds = 1_000;
		apply("\"a.bin\"");
		poll();
		fetch("a.bin");
		report("INSTALLED_VERSION", "1.0");
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
		assertThat(status().failedRounds()).isEqualTo(1).isLessThan(rounds);
		poll();
		assertThat(attempt().state()).as("it was never acknowledged, so it is given again")
			.isEqualTo(AttemptState.OFFERED);
		report("INSTALLED_VERSION", "2.0");
		assertThat(attempt().state()).as("the bytes of the round before don't count").isEqualTo(AttemptState.REPORTED);
	}

	@Test
	void aThirdVersionIsUnexpected() {
		apply("\"a.bin\"");
		poll();
		fetch("a.bin");
		report("INSTALLED_VERSION", "3.0");
		assertThat(attempt().state()).isEqualTo(AttemptState.UNEXPECTED_VERSION);
	}

	@Test
	void aDeviceThatNeverAcknowledgesInstallsOnce() {
		apply("\"a.bin\"");
		poll();
		fetch("a.bin");
		report("INSTALLED_VERSION", "2.0");
		assertThat(device.poll(token, 0).status()).isEqualTo(304);
	}

	@Test
	void fastReportsAreAllInTheTimeline() {
		List<String> states = Stream.of(ReportedState.values())
			.map(Enum::name)
			.filter(name -> !name.equals("INSTALLED_VERSION"))
			.toList();
		states.forEach(state -> report(state, "9"));
		List<String> notes = Awaitility.await()
			.until(() -> server.part(Timeline.class)
				.of(ID, Long.MAX_VALUE, 100)
				.reversed()
				.stream()
				.filter(event -> event.kind() == EventKind.REPORT && "9".equals(event.version()))
				.map(DeviceEvent::note)
				.flatMap(note -> Stream.of(String.valueOf(note).split("; ")))
				.toList(), all -> all.size() >= states.size());
		assertThat(notes).isEqualTo(states);
	}

	@Test
	void anAssignmentIsConfirmedToo() {
		server.admin().assign(ID, "1.0", "a.bin");
		poll();
		fetch("a.bin");
		report("INSTALLED_VERSION", "a.bin");
		assertThat(attempt().state()).isEqualTo(AttemptState.CONFIRMED);
		assertThat(device.poll(token, 0).status()).isEqualTo(304);
	}

	@Test
	void progressOutlivesARestart() {
		try (TestServer own = TestServer.prepare().start()) {
			ExositeClient client = new ExositeClient(own, "truth");
			String cik = client.activated("1");
			own.admin().upload("a.bin", new byte[2_000]);
			own.admin().assign(ID, "1.0", "a.bin");
			client.poll(cik, 10_000);
			assertThat(client.get("/provision/download?id=a.bin", cik(cik)).status()).isEqualTo(200);
			own.restart();
			client = new ExositeClient(own, "truth");
			client.post(ALIAS,
					"otau_in=" + AliasForm.encode("{\"version\":\"a.bin\",\"status\":\"INSTALLED_VERSION\"}"),
					cik(cik));
			assertThat(Objects.requireNonNull(own.part(Fleet.class).find(ID).orElseThrow().attempt()).state())
				.isEqualTo(AttemptState.CONFIRMED);
		}
	}

	private void apply(String payload) {
		api.send("PUT", "/packages/truth",
				"{\"version\":\"2.0\",\"name\":\"n\",\"type\":\"URL_LIST\",\"payload\":[" + payload + "]}");
		assertThat(api.send("POST", "/packages/truth/apply", "{\"devices\":[\"" + ID + "\"]}").status()).isEqualTo(200);
	}

	private void poll() {
		assertThat(device.poll(token, 300_000).status()).isEqualTo(200);
	}

	private void fetch(String file, String... headers) {
		String[] all = Stream.concat(Stream.of(cik(token)), Stream.of(headers)).toArray(String[]::new);
		assertThat(device.get("/provision/download?id=" + file, all).status()).isIn(200, 206);
	}

	private void report(String state, String version) {
		String json = "{\"version\": \"" + version + "\", \"status\": \"" + state + "\", \"message\": \"\"}";
		assertThat(device.post(ALIAS, "otau_in=" + AliasForm.encode(json), cik(token)).status()).isEqualTo(204);
	}

	private DeviceStatus status() {
		return server.part(Fleet.class).find(ID).orElseThrow();
	}

	private UpdateAttempt attempt() {
		return Objects.requireNonNull(status().attempt());
	}

}
