package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Guessing passwords is slow, and costs nobody else anything. */
@ExtendWith(OutputCaptureExtension.class)
class WrongPasswordsIntegrationTests {

	private static final String CHECK = "/devices/00001?app_ver=1";

	private static final String RIGHT = "Authorization: " + AdminClient.basic("device", "right");

	private static final String WRONG = "Authorization: " + AdminClient.basic("device", "wrong");

	private static final String NEIGHBOUR = "X-Forwarded-For: 2001:db8:1:2::1\r\n";

	private static final String SAME_HOUSE = "X-Forwarded-For: 2001:db8:1:2:ffff::9\r\n";

	private static final String STRANGER = "X-Forwarded-For: 198.51.100.7\r\n";

	/** More than any budget, and few enough to be held back at a time. */
	private static final int MANY = 60;

	private final TestServer server = TestServer.prepare()
		.with("FUOTA_DEVICE_USERNAME", "device")
		.with("FUOTA_DEVICE_PASSWORD", "right")
		.with("FUOTA_TRUSTED_PROXIES", "127.0.0.1");

	@BeforeEach
	void start() {
		server.start();
		server.admin().upload("demo.bin", "content".getBytes(StandardCharsets.US_ASCII));
		server.admin().assign("00001", "1", "demo.bin");
	}

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void devicesBehindTheSameAddressKeepWorkingWhileOneGuesses() {
		assertThat(check(NEIGHBOUR + RIGHT).status()).isEqualTo(200);
		flood(SAME_HOUSE + WRONG);
		for (int i = 0; i < 20; i++) {
			assertThat(check(NEIGHBOUR + RIGHT).text()).isEqualTo("demo.bin");
			assertThat(check(SAME_HOUSE + RIGHT).text()).isEqualTo("demo.bin");
		}
		assertThat(new DeviceClient(server).get("/files/demo.bin", NEIGHBOUR + RIGHT).text()).isEqualTo("content");
		assertThat(server.admin().get("/devices").status()).as("another address and account").isEqualTo(200);
	}

	@Test
	void rightOnesThatWereNeverShownFromThereAreRefusedAlikeUntilTheBudgetIsRefilled() {
		flood(STRANGER + WRONG);
		long begun = System.nanoTime();
		RawResponse answer = check(STRANGER + RIGHT);
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.rawBody()).isEmpty();
		assertThat(answer.headers("WWW-Authenticate")).isEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("held back").isGreaterThan(Duration.ofSeconds(1));
		assertThat(check(NEIGHBOUR + RIGHT).status()).as("from elsewhere").isEqualTo(200);
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(check(STRANGER + RIGHT).status()).isEqualTo(200));
	}

	@Test
	void everyWayInCountsAgainstTheSameBudget() {
		DeviceClient device = new DeviceClient(server);
		for (String target : List.of("/files/demo.bin", "/devices/%30?app_ver=1", "/devices", "/none")) {
			inParallel(10, () -> device.get(target, STRANGER + WRONG));
		}
		assertThat(check(STRANGER + RIGHT).status()).isEqualTo(403);
		assertThat(device.get("/files/demo.bin", STRANGER + RIGHT).status()).isEqualTo(403);
	}

	@Test
	void aRequestCountsOnceHoweverManyPartsOfTheServerLookAtIt() {
		for (int i = 0; i < 19; i++) {
			assertThat(new DeviceClient(server).get("/files/demo.bin", STRANGER + WRONG).status()).isEqualTo(403);
		}
		assertThat(check(STRANGER + RIGHT).status()).isEqualTo(200);
	}

	@Test
	void whatIsNoGuessCostsNoBudget() {
		for (String header : List.of(STRANGER + "Accept: */*", STRANGER + "Authorization: Basic !",
				STRANGER + "Authorization: Bearer x")) {
			inParallel(MANY, () -> check(header));
		}
		assertThat(check(STRANGER + RIGHT).status()).isEqualTo(200);
	}

	@Test
	void theLogShowsTheFirstOnesOnly(CapturedOutput output) {
		flood(STRANGER + WRONG);
		flood(STRANGER + "Accept: */*");
		check(NEIGHBOUR + RIGHT);
		Awaitility.await().untilAsserted(() -> assertThat(output.getOut()).contains("from=2001:db8:1:2"));
		assertThat(output.getOut().lines().filter(line -> line.contains("from=198.51.100.7")))
			.as("the first, and the first that were slowed")
			.hasSize(2 * RefusalLog.LINES);
	}

	private RawResponse check(String headers) {
		return new DeviceClient(server).get(CHECK, headers);
	}

	private void flood(String headers) {
		for (RawResponse answer : inParallel(MANY, () -> check(headers))) {
			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.rawBody()).isEmpty();
		}
	}

	private static List<RawResponse> inParallel(int count, Callable<RawResponse> request) {
		List<Future<RawResponse>> running = new ArrayList<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < count; i++) {
				running.add(threads.submit(request));
			}
		}
		return running.stream().map(Future::resultNow).toList();
	}

}
