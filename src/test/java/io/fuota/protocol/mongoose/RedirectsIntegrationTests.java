package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.MongooseBundle;
import io.fuota.testing.MongooseClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.TestServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where devices are sent, behind a proxy and without one. */
class RedirectsIntegrationTests {

	private static final String DEVICE = "esp32_0A1B2C";

	private static final byte[] BUNDLE = MongooseBundle.of("demo", "esp32", "1.1", "b", 5_000);

	private static final TestServer SERVER = TestServer.prepare();

	@BeforeAll
	static void start() {
		SERVER.with("FUOTA_MONGOOSE_STYLE", "redirect")
			.with("FUOTA_MONGOOSE_PATHS", "/update,/ota/lamp")
			.with("FUOTA_TRUSTED_PROXIES", "127.0.0.0/8")
			.start();
		used = "127.0.0.0/8  /update";
		SERVER.admin().upload("demo.zip", BUNDLE);
		SERVER.admin().assign(DEVICE, "1.0", "demo.zip");
	}

	@AfterAll
	static void close() {
		SERVER.close();
	}

	@Test
	void m01_aPollIsAnsweredWithAnAbsoluteLocation() {
		use("127.0.0.0/8", "", "/update");
		RawResponse answer = poll("/update");
		assertThat(answer.statusLine()).startsWith("HTTP/1.1 302");
		assertThat(answer.required("Location")).isEqualTo(own());
		assertThat(answer.required("Content-Length")).isEqualTo("0");
		RawResponse followed = poll("/update?bundle=demo.zip");
		assertThat(followed.status()).isEqualTo(200);
		assertThat(followed.rawBody()).isEqualTo(BUNDLE);
		assertThat(new MongooseClient(SERVER).get("/update?bundle=demo.zip", "esp32 1.1 b").status()).isEqualTo(304);
	}

	@Test
	void aTrustedProxySaysWhatTheClientCallsTheServer() {
		use("127.0.0.0/8", "", "/update");
		assertLocation("https://fw.example.com", "X-Forwarded-Host: fw.example.com", "X-Forwarded-Proto: https");
		assertLocation("http://fw.example.com:8080", "X-Forwarded-Host: fw.example.com:8080",
				"X-Forwarded-Proto: http");
		assertLocation("https://fw.example.com:8443", "X-Forwarded-Host: fw.example.com", "X-Forwarded-Port: 8443");
		assertLocation("https://[2001:db8::7]", "X-Forwarded-Host: [2001:db8::7]", "X-Forwarded-Port: 443");
		assertLocation("https://real.example.com", "X-Forwarded-Host: evil.example, real.example.com");
		assertLocation("https://real.example.com", "X-Forwarded-Host: evil.example",
				"X-Forwarded-Host: real.example.com");
		assertThat(location("X-Forwarded-Host: a/../b")).isEqualTo(own());
		assertThat(location("X-Forwarded-Host: user@evil.example")).isEqualTo(own());
		assertThat(location("X-Forwarded-Proto: http")).isEqualTo(own());
	}

	@Test
	void anybodyElseIsNotBelieved() {
		use("10.0.0.0/8", "", "/update");
		assertThat(location("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: http")).isEqualTo(own());
	}

	@Test
	void thePublicUrlCountsBeforeWhatAProxySays() {
		use("127.0.0.0/8", "https://fuota.example.com/ota/", "/update");
		assertLocation("https://fuota.example.com/ota", "X-Forwarded-Host: fw.example.com");
	}

	@Test
	void whereCredentialsAreNeededTheAnswerIsDirect() {
		use("127.0.0.0/8", "https://fuota.example.com/ota/", "none");
		for (String path : new String[] { "/update", "/ota/lamp" }) {
			RawResponse stranger = poll(path);
			assertThat(stranger.status()).isEqualTo(403);
			assertThat(stranger.rawBody()).isEmpty();
			RawResponse known = SERVER.admin().get(path, MongooseClient.headers(DEVICE, "esp32 1.0 x"));
			assertThat(known.status()).isEqualTo(200);
			assertThat(known.rawBody()).isEqualTo(BUNDLE);
		}
	}

	private static String used = "";

	/** Restarts the server unless it runs with these settings already. */
	private static void use(String proxies, String publicUrl, String anonymous) {
		String wanted = proxies + " " + publicUrl + " " + anonymous;
		if (!wanted.equals(used)) {
			SERVER.with("FUOTA_TRUSTED_PROXIES", proxies)
				.with("FUOTA_PUBLIC_URL", publicUrl)
				.with("FUOTA_MONGOOSE_ANONYMOUS", anonymous)
				.restart();
			used = wanted;
		}
	}

	private static String own() {
		return "https://localhost:" + SERVER.port() + "/update?bundle=demo.zip";
	}

	private void assertLocation(String base, String... headers) {
		assertThat(location(headers)).isEqualTo(base + "/update?bundle=demo.zip");
	}

	private static String location(String... headers) {
		return poll("/update", headers).required("Location");
	}

	private static RawResponse poll(String target, String... headers) {
		// Its Host is another name than the server's.
		String[] lines = Stream.concat(Stream.of(MongooseClient.headers(DEVICE, "esp32 1.0 x")), Stream.of(headers))
			.toArray(String[]::new);
		return new MongooseClient(SERVER).send(MongooseClient.request(target, lines));
	}

}
