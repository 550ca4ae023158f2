package io.fuota.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.Esp32Constants;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Prometheus and Docker ask the management listener. */
class MetricsIntegrationTests {

	private static final TestServer SERVER = TestServer.prepare();

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		SERVER.start();
		SERVER.admin().upload("a.bin", Esp32Image.of("demo", "1.1", 100_000));
		SERVER.admin().assign("d", "1.0", "a.bin");
		SimulatedEsp32 device = new SimulatedEsp32(Esp32Constants.of(SERVER), "d", "1.0");
		device.turn();
		device.turn();
		SERVER.admin().get("/devices/nobody?app_ver=1");
	}

	@AfterAll
	static void close() {
		HTTP.close();
		SERVER.close();
	}

	@Test
	void whatDevicesDidIsCounted() throws Exception {
		assertThat(get("/prometheus").body()).contains("fuota_checks_total{answer=\"offer\",protocol=\"esp32\"} 1.0")
			.contains("fuota_checks_total{answer=\"stay\",protocol=\"esp32\"} 1.0")
			.contains("fuota_checks_total{answer=\"unknown\",protocol=\"esp32\"} 1.0")
			.contains("fuota_downloads_total{end=\"whole\",protocol=\"esp32\"} 1.0")
			.contains("fuota_download_bytes_total{protocol=\"esp32\"} 100000.0")
			.contains("fuota_attempts{state=\"CONFIRMED\"} 1.0")
			.contains("fuota_devices_assigned 1.0");
	}

	@Test
	void everyMetricOfTheDashboardAndTheTableIsThere() throws Exception {
		String metrics = get("/prometheus").body();
		Set<String> named = new TreeSet<>();
		for (String page : new String[] { "docs/grafana-dashboard.json", "docs/settings.md" }) {
			named.addAll(Pattern.compile("\\bfuota_[a-z_]+[a-z]")
				.matcher(Files.readString(Path.of(page)))
				.results()
				.map(MatchResult::group)
				.toList());
		}
		assertThat(named).hasSizeGreaterThan(8).allSatisfy(name -> assertThat(metrics).contains("\n" + name));
	}

	@Test
	void aStoreThatIsGoneIsUnreadyButAlive() throws Exception {
		assertThat(get("/health/readiness").statusCode()).isEqualTo(200);
		Path blobs = SERVER.dataFolder().resolve("blobs");
		Path gone = SERVER.dataFolder().resolve("gone");
		Files.move(blobs, gone);
		try {
			assertThat(get("/health/readiness").statusCode()).isEqualTo(503);
			assertThat(get("/health/liveness").statusCode()).isEqualTo(200);
		}
		finally {
			Files.move(gone, blobs);
		}
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + SERVER.managementPort() + path);
		return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

}
