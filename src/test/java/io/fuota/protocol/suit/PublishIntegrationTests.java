package io.fuota.protocol.suit;

import static io.fuota.testing.SuitBuilder.array;
import static io.fuota.testing.SuitBuilder.bytes;
import static io.fuota.testing.SuitBuilder.map;
import static io.fuota.testing.SuitBuilder.number;
import static io.fuota.testing.SuitBuilder.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.testing.AdminClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.FormBody;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SuitBuilder;
import io.fuota.testing.SuitFetch;
import io.fuota.testing.SuitOperator;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vectors R10, R11, R16 and R17 of {@code docs/protocols/riot-suit.md} §4.6, and what
 * is checked at publish.
 */
@SharedTestServer(settings = { "FUOTA_COAP_HOST=[2001:db8::1]:5683", "FUOTA_SUIT_OPEN_PUBLISH_FROM=192.0.2.0/24",
		"FUOTA_TRUSTED_PROXIES=127.0.0.1" })
class PublishIntegrationTests {

	private static final byte[] IMAGE = "AABBCCDD\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] OTHER = "another image".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] OWN = "own".getBytes(StandardCharsets.US_ASCII);

	private final TestServer server;

	private final AdminClient admin;

	private final SuitOperator operator;

	PublishIntegrationTests(TestServer server) {
		this.server = server;
		this.admin = server.admin();
		this.operator = new SuitOperator(server);
	}

	@Test
	void r10_whatWasPublishedIsFetchedAtOnceAndTheLatestToo() {
		byte[] manifest = manifest(7, "coap://[2001:db8::1]/samr21-xpro_app/app-slot0.7.riot.bin", IMAGE);
		Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("app-slot0.7.riot.bin", IMAGE);
		files.put("coaproot/app-slot1.7.riot.bin", OTHER);
		files.put("app-riot.suitv4_signed.7.bin", manifest);
		RawResponse answer = operator.publish("samr21-xpro/app", files);
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		assertThat(answer.text()).isEmpty();
		assertThat(fetch("samr21-xpro_app/app-slot0.7.riot.bin")).isEqualTo(IMAGE);
		assertThat(fetch("samr21-xpro_app/app-slot1.7.riot.bin")).isEqualTo(OTHER);
		assertThat(fetch("samr21-xpro_app/app-riot.suitv4_signed.7.bin")).isEqualTo(manifest);
		assertThat(fetch("samr21-xpro_app/app-riot.suitv4_signed.latest.bin")).isEqualTo(manifest);
		assertThat(admin.get("/files").text().lines()).hasSize(4);
	}

	@Test
	void r10_manifestAndNumberedFilesAreOrdinaryNames() {
		assertThat(operator.publish("id", Map.of("manifest", IMAGE, "file1", OTHER, "file2", IMAGE)).status())
			.isEqualTo(200);
		assertThat(fetch("id/manifest")).isEqualTo(IMAGE);
		assertThat(fetch("id/file1")).isEqualTo(OTHER);
		assertThat(fetch("id/file2")).isEqualTo(IMAGE);
	}

	@Test
	void r10_theReferenceManifestIsServedByteForByte() {
		byte[] manifest = SuitBuilder.madeByRiot();
		assertThat(operator.publish("native", Map.of("app-slot0.riot.suit.1.bin", manifest)).status()).isEqualTo(200);
		assertThat(fetch("native/app-slot0.riot.suit.1.bin")).isEqualTo(manifest).hasSize(276);
		assertThat(fetch("native/app-slot0.riot.suit.latest.bin")).isEqualTo(manifest);
	}

	@Test
	void r10_theLatestIsReplacedByTheNextVersionAndOnlyByIt() {
		operator.publish("id", Map.of("x.suit.1.bin", IMAGE));
		operator.publish("id", Map.of("x.suit.2.bin", OTHER));
		assertThat(fetch("id/x.suit.latest.bin")).isEqualTo(OTHER);
		assertThat(fetch("id/x.suit.1.bin")).isEqualTo(IMAGE);
		operator.publish("id", Map.of("x.suit.3.bin", IMAGE, "x.suit.latest.bin", OWN));
		assertThat(fetch("id/x.suit.latest.bin")).as("one that was sent itself").isEqualTo(OWN);
	}

	@Test
	void r11_aFormWithoutFilesIs400() {
		RawResponse answer = operator.publish("id", Map.of());
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).startsWith("No file found in request.");
	}

	@Test
	void aFormWithoutAnIdIs400() {
		RawResponse answer = operator.publish(new FormBody().file("a.bin", IMAGE));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).startsWith("The field publish_id is missing.");
		assertThat(admin.get("/files").text()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", ".", "updates", ".well-known", "a b", "a%2fb" })
	void anIdThatNoFileCanHaveIs400(String id) {
		assertThat(operator.publish(id, Map.of("a.bin", IMAGE)).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", "a/..", "x y", "a\\b" })
	void aNameThatNoFileCanHaveIs400AndNothingIsPublished(String name) {
		Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("good.bin", IMAGE);
		files.put(name, OTHER);
		assertThat(operator.publish("id", files).status()).isEqualTo(400);
		assertThat(admin.get("/files").text()).isEmpty();
		assertThat(server.filesUnder("incoming")).isEmpty();
	}

	@Test
	void aFormThatBreaksOffPublishesNothing() {
		byte[] whole = new FormBody().field("publish_id", "id").file("a.bin", IMAGE).file("b.bin", OTHER).toBytes();
		RawResponse answer = admin.post("/publish", FormBody.contentType(), Arrays.copyOf(whole, whole.length - 20));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(admin.get("/files").text()).isEmpty();
		assertThat(server.filesUnder("incoming")).isEmpty();
	}

	@Test
	void anEmptyFileIs400AndAFileOverTheLimit413() {
		assertThat(operator.publish("id", Map.of("a.bin", new byte[0])).status()).isEqualTo(400);
		byte[] large = new byte[SharedTestServer.MAX_UPLOAD_BYTES + 1];
		assertThat(operator.publish("id", Map.of("a.bin", large)).status()).isEqualTo(413);
		assertThat(admin.get("/files").text()).isEmpty();
	}

	@Test
	void aFormWithTooManyPartsOrTooLongFieldsIs400() {
		FormBody many = new FormBody().field("publish_id", "id");
		for (int i = 0; i < 100; i++) {
			many.file(i + ".bin", IMAGE);
		}
		assertThat(operator.publish(many).text()).startsWith("A form has at most 100 parts.");
		FormBody longField = new FormBody().field("publish_id", "x".repeat(1024 * 1024 + 1)).file("a.bin", IMAGE);
		assertThat(operator.publish(longField).text()).startsWith("The fields of a form have at most 1048576 bytes.");
		assertThat(admin.get("/files").text()).isEmpty();
	}

	@Test
	void brokenFormsAreRefusedWithoutAnError() {
		byte[] golden = new FormBody().field("publish_id", "id").file("a.bin", IMAGE).toBytes();
		Random random = new Random(10);
		for (int i = 0; i < 60; i++) {
			byte[] form = Arrays.copyOf(golden, random.nextInt(golden.length));
			for (int changes = random.nextInt(4); changes > 0 && form.length > 0; changes--) {
				form[random.nextInt(form.length)] = (byte) random.nextInt();
			}
			RawResponse answer = admin.post("/publish", FormBody.contentType(), form);
			assertThat(answer.status()).as(answer.text()).isEqualTo(400);
		}
		assertThat(admin.get("/files").text()).isEmpty();
		assertThat(server.filesUnder("incoming")).isEmpty();
	}

	@Test
	void bytesThatSeveralNamesLetGoOfAtOnceAreThrownAway() {
		FirmwareCatalogue firmware = server.part(FirmwareCatalogue.class);
		firmware.sweep(Duration.ZERO);
		operator.publish("id", Map.of("x.suit.1.bin", IMAGE));
		operator.publish("id", Map.of("x.suit.1.bin", OTHER));
		assertThat(firmware.all()).hasSize(2);
		assertThat(server.filesUnder("blobs")).hasSize(2);
		firmware.sweep(Duration.ZERO);
		assertThat(server.filesUnder("blobs")).hasSize(1);
		assertThat(fetch("id/x.suit.latest.bin")).isEqualTo(OTHER);
	}

	@Test
	void aBodyThatIsNoFormIs400() {
		assertThat(admin.post("/publish", "application/octet-stream", IMAGE).status()).isEqualTo(400);
	}

	@Test
	void r16_aManifestThatIsTooLongIsWarnedOf() {
		byte[] manifest = SuitBuilder.signed(SuitBuilder.manifest(1, number(5), map(number(99), bytes(new byte[600]))));
		RawResponse answer = operator.publish("id", Map.of("x.suit.5.bin", manifest));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text())
			.startsWith("warning: id/x.suit.5.bin has " + manifest.length + " bytes, and the buffer that RIOT has");
		assertThat(admin.get("/api/v1/audit").text()).contains("\"publish\"", "the buffer that RIOT has");
	}

	@Test
	void aBrokenManifestIs400() {
		byte[] manifest = manifest(5, "coap://[2001:db8::1]/id/a.bin", IMAGE);
		manifest[manifest.length - 1] ^= 1;
		RawResponse answer = operator.publish("id", Map.of("x.suit.5.bin", manifest));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).startsWith("id/x.suit.5.bin: ");
		assertThat(admin.get("/files").text()).isEmpty();
	}

	@Test
	void anImageOfAnotherDigestThanItsManifestSaysIs400UnlessItIsForced() {
		byte[] manifest = manifest(5, "coap://[2001:db8::1]/id/a.bin", IMAGE);
		Map<String, byte[]> files = Map.of("x.suit.5.bin", manifest, "a.bin", OTHER);
		RawResponse answer = operator.publish("id", files);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).contains("nodes would refuse it");
		assertThat(admin.get("/files").text()).isEmpty();
		FormBody forced = new FormBody().field("publish_id", "id").field("force", "true");
		files.forEach(forced::file);
		assertThat(operator.publish(forced).text()).contains("nodes would refuse it");
		assertThat(fetch("id/a.bin")).isEqualTo(OTHER);
	}

	@Test
	void anUriThatLeadsNowhereIsWarnedOf() {
		byte[] missing = manifest(5, "coap://[2001:db8::1]/id/a.bin", IMAGE);
		assertThat(operator.publish("id", Map.of("x.suit.5.bin", missing)).text())
			.contains("there is no such file yet");
		byte[] elsewhere = manifest(6, "coap://[2001:db8::2]/id/a.bin", IMAGE);
		assertThat(operator.publish("id", Map.of("x.suit.6.bin", elsewhere)).text())
			.contains("which isn't below coap://[2001:db8::1]:5683");
		assertThat(operator.publish("id", Map.of("a.bin", OTHER)).text()).isEmpty();
		assertThat(operator.publish("id", Map.of("y.suit.7.bin", manifest(7, "coap://[2001:DB8:0::1]/id/a.bin", IMAGE)))
			.text()).contains("another size or digest");
	}

	@Test
	void aSequenceNumberThatIsNotAboveTheLastIsWarnedOf() {
		operator.publish("id",
				Map.of("a.bin", IMAGE, "x.suit.9.bin", manifest(9, "coap://[2001:db8::1]/id/a.bin", IMAGE)));
		String again = operator
			.publish("id", Map.of("x.suit.8.bin", manifest(8, "coap://[2001:db8::1]/id/a.bin", IMAGE)))
			.text();
		assertThat(again).contains("the sequence number 8, which isn't above 9");
		assertThat(operator.publish("id", Map.of("x.suit.10.bin", manifest(10, "coap://[2001:db8::1]/id/a.bin", IMAGE)))
			.text()).isEmpty();
	}

	@Test
	void aNameThatIsTooLongForATriggerIsWarnedOf() {
		String id = "x".repeat(100);
		assertThat(
				operator.publish(id, Map.of("app.suit.1.bin", manifest(1, "coap://[2001:db8::1]/a.bin", IMAGE))).text())
			.contains("nodes take at most 126 of one");
	}

	@Test
	void programsAreAnsweredInJson() {
		RawResponse answer = operator.publish("id", Map.of("x.suit.5.bin", IMAGE), "Accept: application/json");
		assertThat(answer.text()).contains("\"name\":\"id/x.suit.latest.bin\"", "\"size\":9",
				"\"warnings\":[\"id/x.suit.5.bin is no SUIT envelope that can be read here");
	}

	@Test
	void r17_buildsAskForTheUrlOfTheirFiles() {
		RawResponse answer = admin.get("/coap/url/samr21-xpro_app");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo("coap://[2001:db8::1]:5683/samr21-xpro_app");
	}

	@Test
	void strangersAre403UnlessTheyPublishFromAnOpenNetwork() {
		AdminClient stranger = new AdminClient(server.port(), "nobody", "wrong");
		byte[] form = new FormBody().field("publish_id", "id").file("a.bin", IMAGE).toBytes();
		assertThat(stranger.post("/publish", FormBody.contentType(), form).status()).isEqualTo(403);
		assertThat(stranger.post("/publish", FormBody.contentType(), form, "X-Forwarded-For: 198.51.100.7").status())
			.isEqualTo(403);
		String open = "X-Forwarded-For: 192.0.2.7";
		assertThat(stranger.post("/publish", FormBody.contentType(), form, open).status()).isEqualTo(200);
		assertThat(stranger.get("/coap/url/id", open).status()).isEqualTo(200);
		assertThat(new SuitOperator(stranger).form("/notifyv4", new String[] { "publish_id", "id" }, open).status())
			.isEqualTo(403);
		assertThat(stranger.post("/remove", "application/json", new byte[2], open).status()).isEqualTo(403);
		assertThat(admin.get("/api/v1/audit").text()).contains("open-publish", "192.0.2.7");
	}

	@Test
	void aFormOfAPageInABrowserIs403() {
		assertThat(operator.publish("id", Map.of("a.bin", IMAGE), "Origin: https://elsewhere.example").status())
			.isEqualTo(403);
		assertThat(admin.get("/files").text()).isEmpty();
	}

	@Test
	void theFilesOfAVersionAreRemoved() {
		operator.publish("id", Map.of("x.suit.71.bin", IMAGE, "x-slot0.71.riot.bin", OTHER, "x.suit.72.bin", OTHER));
		byte[] body = "{\"publish_id\": \"id\", \"version\": \"71\"}".getBytes(StandardCharsets.UTF_8);
		assertThat(admin.post("/remove", "text/plain", body).status()).isEqualTo(200);
		assertThat(admin.get("/files").text()).contains("id/x.suit.72.bin").doesNotContain("71");
		assertThat(admin.post("/remove", "text/plain", body).status()).isEqualTo(404);
		assertThat(admin.post("/remove", "text/plain", "{}".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
		assertThat(admin.post("/remove", "text/plain", "no".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
		assertThat(admin.post("/remove", "text/plain", new byte[16 * 1024 + 1]).status()).isEqualTo(413);
	}

	private byte[] fetch(String path) {
		try (SuitFetch node = SuitFetch.ofNewNode(new CoapProbe(server), 6)) {
			return node.fetch(path).orElseThrow();
		}
	}

	/** For the class {@code 00…}, with one image. */
	private static byte[] manifest(int sequence, String uri, byte[] image) {
		byte[] digest = array(number(2), bytes(Esp32ImageBuilder.digest("SHA-256", image)));
		return SuitBuilder.signed(SuitBuilder.manifest(1, number(sequence), map(number(2), bytes(new byte[16]),
				number(3), bytes(digest), number(14), number(image.length), number(21), text(uri))));
	}

}
