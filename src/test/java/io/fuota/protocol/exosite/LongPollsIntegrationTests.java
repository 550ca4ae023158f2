package io.fuota.protocol.exosite;

import static io.fuota.testing.ExositeClient.cik;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ApiClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long polls: who is woken by what, and how they end. */
@SharedTestServer
class LongPollsIntegrationTests {

	private static final String ALIAS = "/onep:v1/stack/alias";

	private final TestServer server;

	private final ExositeClient device;

	private final ParkedPolls polls;

	LongPollsIntegrationTests(TestServer server) {
		this.server = server;
		this.device = new ExositeClient(server, "waiters");
		this.polls = server.part(ParkedPolls.class);
	}

	@BeforeEach
	void nothingIsThere() {
		device.clear();
		server.admin().upload("a.bin", new byte[] { 1, 2, 3 });
	}

	@Test
	void aDevicesOwnWriteDoesntWakeItsPoll() {
		String token = device.activated("1");
		RawTlsClient poll = parked(token, "1");
		assertThat(device.post(ALIAS, "config_otau=mine&otau_in=x", cik(token)).status()).isEqualTo(204);
		assertThat(device.get(ALIAS + "?config_otau", cik(token)).text()).isEqualTo("config_otau=mine");
		server.admin().assign("waiters.1", "1.0", "a.bin");
		RawResponse answer = ExositeClient.receive(poll);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).contains("a.bin");
	}

	@Test
	void onlyTheDeviceThatIsMeantIsWoken() throws IOException {
		String first = device.activated("1");
		String second = device.activated("2");
		RawTlsClient meant = parked(first, "1");
		RawTlsClient other = parked(second, "2");
		server.admin().assign("waiters.1", "1.0", "a.bin");
		assertThat(ExositeClient.receive(meant).status()).isEqualTo(200);
		assertThat(polls.isWaiting("waiters.1")).isFalse();
		assertThat(polls.isWaiting("waiters.2")).isTrue();
		server.admin().assign("waiters.2", "1.0", "a.bin");
		assertThat(ExositeClient.receive(other).status()).isEqualTo(200);
	}

	@Test
	void aFileThatComesLaterWakesThePollThatWaitsForIt() {
		String token = device.activated("1");
		server.admin().assign("waiters.1", "1.0", "later.bin");
		RawTlsClient poll = parked(token, "1");
		server.admin().upload("later.bin", new byte[] { 4, 5 });
		assertThat(ExositeClient.receive(poll).text()).contains("later.bin");
	}

	@Test
	void aManifestIsGivenUntilItIsAcknowledged() {
		String token = device.activated("1");
		server.admin().assign("waiters.1", "1.0", "a.bin");
		RawResponse lost = device.poll(token, 300_000);
		RawResponse again = device.poll(token, 300_000);
		assertThat(again.text()).isEqualTo(lost.text());
		// As another client encodes the same value.
		device.post(ALIAS, again.text().replace("%20", "+").replace("%7B", "%7b").replace("a.bin", "%61.bin"),
				cik(token));
		assertThat(device.poll(token, 0).status()).isEqualTo(304);
	}

	@Test
	void thePollsOfADeviceAreFewAndTheOldestEnds() {
		String token = device.activated("1");
		List<RawTlsClient> open = new ArrayList<>();
		for (int i = 0; i < ParkedPolls.MAX_OF_DEVICE; i++) {
			int already = i;
			open.add(device.beginPoll(token, 300_000));
			Awaitility.await().until(() -> polls.size() > already);
		}
		RawTlsClient last = device.beginPoll(token, 300_000);
		assertThat(ExositeClient.receive(open.removeFirst()).status()).isEqualTo(304);
		server.admin().assign("waiters.1", "1.0", "a.bin");
		open.add(last);
		assertThat(open).allSatisfy(poll -> assertThat(ExositeClient.receive(poll).status()).isEqualTo(200));
	}

	@Test
	void aPollOfAnotherResourceEndsInTime() {
		String token = device.activated("1");
		RawResponse answer = device.get(ALIAS + "?otau_in", cik(token), "Request-Timeout: 200");
		assertThat(answer.status()).isEqualTo(304);
		assertThat(answer.headerNames()).isSubsetOf("Date", "Connection", "Keep-Alive");
	}

	@Test
	void theAsynchronousClientGetsItsConnectionClosed() throws IOException {
		String token = device.activated("1");
		try (RawTlsClient client = device.begin(device.request("GET", ALIAS + "?config_otau",
				List.of(cik(token), "User-Agent: Exosite-Async-C-lib/1.0", "Connection: close", "Request-Timeout: 100"),
				""))) {
			assertThat(client.receive().status()).isEqualTo(304);
			assertThat(client.isAtEnd()).isTrue();
		}
	}

	@Test
	void pollsEndWhenTheServerStopsAndNoManifestIsLost() throws IOException {
		try (TestServer own = TestServer.prepare().start()) {
			ExositeClient client = new ExositeClient(own, "waiters");
			String token = client.activated("1");
			own.admin().upload("a.bin", new byte[] { 1, 2, 3 });
			RawTlsClient poll = client.beginPoll(token, 300_000);
			Awaitility.await().until(() -> own.part(ParkedPolls.class).isWaiting("waiters.1"));
			own.stop();
			RawResponse answer = ExositeClient.receive(poll);
			assertThat(answer.status()).isEqualTo(304);
			assertThat(answer.required("Connection")).isEqualTo("close");
			own.start();
			ExositeClient after = new ExositeClient(own, "waiters");
			own.admin().assign("waiters.1", "1.0", "a.bin");
			String given = after.poll(token, 300_000).text();
			own.restart();
			after = new ExositeClient(own, "waiters");
			assertThat(after.poll(token, 300_000).text()).as("not acknowledged").isEqualTo(given);
			after.post(ALIAS, given, cik(token));
			own.restart();
			after = new ExositeClient(own, "waiters");
			assertThat(after.poll(token, 0).status()).as("acknowledged").isEqualTo(304);
			assertThat(new ApiClient(own).get("/exosite/products/waiters/devices/1").get("acknowledged").asBoolean())
				.isTrue();
		}
	}

	@Test
	void aPollThatWaitsKeepsNoBufferOfItsConnectionOutsideOfTheHeap() throws IOException {
		int count = 60;
		List<String> tokens = new ArrayList<>();
		for (int sn = 0; sn < count; sn++) {
			tokens.add(device.activated(Integer.toString(sn)));
		}
		long before = directBytes();
		List<RawTlsClient> open = new ArrayList<>();
		try {
			tokens.forEach(token -> open.add(device.beginPoll(token, 300_000)));
			Awaitility.await().until(() -> polls.size() >= count);
			// Four buffers of 16 KiB each, if each connection kept them.
			assertThat(directBytes() - before).isLessThan(32L * 1024 * count);
		}
		finally {
			for (RawTlsClient poll : open) {
				poll.abort();
			}
		}
	}

	private static long directBytes() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter(pool -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
	}

	private RawTlsClient parked(String token, String sn) {
		RawTlsClient poll = device.beginPoll(token, 300_000);
		Awaitility.await().until(() -> polls.isWaiting("waiters." + sn));
		return poll;
	}

}
