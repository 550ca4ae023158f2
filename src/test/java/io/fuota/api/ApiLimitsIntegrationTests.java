package io.fuota.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.fleet.DeviceLabels;
import io.fuota.testing.ApiClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SharedTestServer
class ApiLimitsIntegrationTests {

	private final TestServer server;

	private final ApiClient api;

	ApiLimitsIntegrationTests(TestServer server) {
		this.server = server;
		this.api = new ApiClient(server);
	}

	@BeforeEach
	void assign() {
		server.admin().assign("d", "1.0", "later.bin");
	}

	@Test
	void aDeviceHasSoManyLabelsOfSuchALength() {
		assertThat(labels(1, "l".repeat(DeviceLabels.MAX_LENGTH)).status()).isEqualTo(200);
		assertThat(labels(1, "l".repeat(DeviceLabels.MAX_LENGTH + 1)).status()).isEqualTo(400);
		assertThat(labels(DeviceLabels.MAX_LABELS, "l").status()).isEqualTo(200);
		assertThat(labels(DeviceLabels.MAX_LABELS + 1, "l").status()).isEqualTo(400);
		assertThat(api.send("POST", "/labels", "{\"label\":\"one more\",\"add\":[\"d\"]}").status()).isEqualTo(400);
		assertThat(api.get("/devices/d").at("/device/labels").size()).isEqualTo(DeviceLabels.MAX_LABELS);
	}

	@Test
	void oneAssignmentIsForSoManyDevices() {
		String devices = IntStream.rangeClosed(0, ApiAssignmentsController.MAX_DEVICES)
			.mapToObj(i -> "\"x" + i + "\"")
			.collect(Collectors.joining(","));
		RawResponse refused = api.send("POST", "/assignments",
				"{\"devices\":[" + devices + "],\"fromVersion\":\"1\",\"file\":\"later.bin\"}");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(ApiClient.json(refused).get("detail").asString()).contains("200000");
	}

	@Test
	void soManyListenToEventsAndThenNoMore() throws IOException {
		List<RawTlsClient> listeners = new ArrayList<>();
		try {
			String begin = "";
			while (!begin.equals("HTTP/1.1 503")) {
				assertThat(listeners).hasSizeLessThanOrEqualTo(ApiEventsController.MAX_LISTENERS);
				RawTlsClient client = RawTlsClient.connect(server.port());
				listeners.add(client);
				client.send(server.admin().head("GET", "/api/v1/events") + "\r\n");
				begin = new String(client.incoming().readNBytes(12), StandardCharsets.US_ASCII);
			}
			assertThat(listeners).hasSizeGreaterThan(ApiEventsController.MAX_LISTENERS / 2);
		}
		finally {
			for (RawTlsClient client : listeners) {
				client.close();
			}
		}
	}

	private RawResponse labels(int count, String begin) {
		String labels = IntStream.range(0, count)
			.mapToObj(i -> "\"" + begin + (i == 0 ? "" : i) + "\"")
			.collect(Collectors.joining(","));
		return api.send("PUT", "/devices/d/labels", "[" + labels + "]");
	}

}
