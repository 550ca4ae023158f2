package io.fuota.protocol.suit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.FormBody;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SuitOperator;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The very bytes of ota-server's own {@code otaclient.py} (docs/protocols/riot-suit.md
 * §4.5), and whether the tests' imitation sends the same.
 */
@SharedTestServer
class OtaClientIntegrationTests {

	private static final String PUBLISH = recorded("otaclient-publish.http");

	private static final String NOTIFY = recorded("otaclient-notify.http");

	private static final String ID = "samr21-xpro_app";

	private static final String IMAGE = "slot zero\r\n--x";

	private static final String BOTH_SLOTS = "\1\2\3";

	private final TestServer server;

	OtaClientIntegrationTests(TestServer server) {
		this.server = server;
	}

	@BeforeEach
	void publish() throws IOException {
		assertThat(send(PUBLISH).status()).isEqualTo(200);
	}

	@Test
	void whatItPublishesIsThereUnderTheLastSegmentsOfItsPaths() {
		assertThat(server.admin().get("/files").text().lines()).hasSize(4 + 3);
		assertThat(file("app-slot0.7.riot.bin")).isEqualTo(IMAGE);
		assertThat(file("app-slot0.riot.suit.7.bin")).isEqualTo("manifest 0");
		assertThat(file("app-slot1.riot.suit.latest.bin")).isEqualTo("manifest 1");
		assertThat(file("app-riot.suitv4_signed.7.bin")).isEqualTo(BOTH_SLOTS);
		assertThat(file("app-riot.suitv4_signed.latest.bin")).isEqualTo(BOTH_SLOTS);
	}

	@Test
	void itsNotificationsAreTriedOneByOneAndAnsweredBy200() throws IOException {
		// The fields for /notifyv4 are the same: no version, which means the latest.
		for (String request : List.of(NOTIFY, NOTIFY.replace("POST /notify ", "POST /notifyv4 "))) {
			RawResponse answer = send(request);
			assertThat(answer.status()).isEqualTo(200);
			List<String> lines = answer.text().lines().toList();
			assertThat(lines).hasSize(2);
			assertThat(lines.getFirst()).startsWith("127.0.0.52:9: It ").contains("It can't be reached");
			assertThat(lines.getLast()).startsWith("[fe80::1%nosuch0]/prefix: There is no address");
		}
	}

	@Test
	void theImitationSendsTheSameBodies() {
		byte[] form = new FormBody().field("publish_id", ID)
			.file("bin/samr21/app-slot0.7.riot.bin", bytes(IMAGE))
			.file("bin/samr21/app-slot0.riot.suit.7.bin", bytes("manifest 0"))
			.file("bin/samr21/app-slot1.riot.suit.7.bin", bytes("manifest 1"))
			.file("app-riot.suitv4_signed.7.bin", bytes(BOTH_SLOTS))
			.toBytes();
		String boundary = PUBLISH.replaceFirst("(?s).*; boundary=([0-9a-f]+)\r\n.*", "$1");
		assertThat(new String(form, StandardCharsets.ISO_8859_1))
			.isEqualTo(body(PUBLISH).replace(boundary, FormBody.BOUNDARY));
		assertThat(SuitOperator.pairs("publish_id", ID, "urls", "127.0.0.52:9,[fe80::1%nosuch0]/prefix"))
			.isEqualTo(bytes(body(NOTIFY)));
	}

	private RawResponse send(String request) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(server.port())) {
			return client.send(request).receive();
		}
	}

	private String file(String name) {
		return new String(server.admin().get("/files/" + ID + "/" + name).body(), StandardCharsets.ISO_8859_1);
	}

	private static String body(String request) {
		return request.substring(request.indexOf("\r\n\r\n") + 4);
	}

	private static byte[] bytes(String latin1) {
		return latin1.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String recorded(String name) {
		try (InputStream file = Objects
			.requireNonNull(OtaClientIntegrationTests.class.getResourceAsStream("/suit/" + name))) {
			return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
