package io.fuota.protocol.suit;

import static io.fuota.testing.CoapProbe.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.FmuAnswer;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SuitFetch;
import io.fuota.testing.SuitRequest;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vectors R1 to R9 of {@code docs/protocols/riot-suit.md} §4.6: files as nodes fetch
 * them.
 */
@SharedTestServer
class FileTreeIntegrationTests {

	private static final String NAME = "fw/suit_update/samr21-xpro/riot.suit.1632124156.bin";

	private static final byte[] MANIFEST = bytes(472, 1);

	/**
	 * The path of {@link #NAME} as options, with the first byte of a Block2 of one byte.
	 */
	private static final String PATH = "b2 66 77 0b 73 75 69 74 5f 75 70 64 61 74 65 0b 73 61 6d 72 32 31 2d 78 70 72 6f "
			+ "0d 0b 72 69 6f 74 2e 73 75 69 74 2e 31 36 33 32 31 32 34 31 35 36 2e 62 69 6e c1 ";

	private static final String R1 = "40 01 00 00 " + PATH + "02";

	private final TestServer server;

	private final AdminClient admin;

	private CoapProbe node;

	FileTreeIntegrationTests(TestServer server) {
		this.server = server;
		this.admin = server.admin();
	}

	@BeforeEach
	void upload() {
		node = new CoapProbe(server);
		admin.upload(NAME, MANIFEST);
	}

	@AfterEach
	void close() {
		node.close();
	}

	private static byte[] bytes(int length, long seed) {
		byte[] bytes = new byte[length];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

	/** An acknowledgement with 2.05, the file's ETag and a Block2 of one byte. */
	private static String content(String messageId, byte[] file, String block2, int begin, int end) throws Exception {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(file);
		HexFormat spaced = HexFormat.ofDelimiter(" ");
		return "60 45 " + messageId + " 44 " + spaced.formatHex(digest, 0, 4) + " d1 06 " + block2 + " ff "
				+ spaced.formatHex(file, begin, end);
	}

	@Test
	void r01_oldNodeGetsTheFirstBlockOfAManifest() throws Exception {
		assertThat(node.ask(R1)).isEqualTo(content("00 00", MANIFEST, "0a", 0, 64));
	}

	@Test
	void r02_lastBlockIsShorterAndHasNoneBehindIt() throws Exception {
		node.ask(R1);
		assertThat(node.ask("40 01 00 07 " + PATH + "72")).isEqualTo(content("00 07", MANIFEST, "72", 448, 472));
	}

	@Test
	void r03_aMessageIdThatComesAgainIsNoReasonToAnswerWithAnOldBlock() throws Exception {
		byte[] image = bytes(100, 2);
		admin.upload("fw/suit_update/samr21-xpro/image.bin", image);
		node.ask(R1);
		byte[] answer = node.ask(SuitRequest.get(0, new byte[0], "fw/suit_update/samr21-xpro/image.bin", 0, 2));
		assertThat(HexFormat.ofDelimiter(" ").formatHex(answer)).isEqualTo(content("00 00", image, "0a", 0, 64));
	}

	@Test
	void r03_aMessageIdThatComesAgainAfterAWholeTransferGetsTheFileOfNow() {
		try (SuitFetch old = SuitFetch.ofOldNode(new CoapProbe(server))) {
			assertThat(old.fetch(NAME)).contains(MANIFEST);
			byte[] newer = bytes(300, 3);
			admin.upload(NAME, newer);
			assertThat(old.fetch(NAME)).contains(newer);
		}
	}

	@Test
	void r04_blocksAreAsLargeAsAsked() {
		byte[] image = bytes(2 * 1024 * 1024, 4);
		admin.upload("fw/a/b/image.bin", image);
		try (SuitFetch node = SuitFetch.ofNewNode(new CoapProbe(server), 6)) {
			assertThat(node.fetch("fw/a/b/image.bin")).contains(image);
		}
		byte[] last = node.ask(SuitRequest.get(1, new byte[0], "fw/a/b/image.bin", 2047, 6));
		assertThat(new FmuAnswer(last).payload()).hasSize(1024);
		assertThat(new FmuAnswer(last).more()).as("an exact multiple ends with a full block").isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6 })
	void r04_everyBlockOfATransferHasTheSameETag(int sizeExponent) {
		int blocks = (MANIFEST.length + (16 << sizeExponent) - 1) / (16 << sizeExponent);
		for (int block = 0; block < blocks; block++) {
			FmuAnswer answer = new FmuAnswer(node.ask(SuitRequest.get(block, new byte[0], NAME, block, sizeExponent)));
			assertThat(answer.etag()).hasSize(8).isEqualTo(new FmuAnswer(node.ask(hex(R1))).etag());
			assertThat(answer.block2()).isEqualTo(block << 4 | (block < blocks - 1 ? 8 : 0) | sizeExponent);
		}
	}

	@Test
	void r05_beyondTheEndIsNothing() {
		assertThat(node.ask("40 01 00 08 " + PATH + "82")).as("4.02").isEqualTo("60 82 00 08");
		admin.upload("fw/even.bin", bytes(128, 5));
		byte[] end = node.ask(SuitRequest.get(2, new byte[0], "fw/even.bin", 2, 2));
		assertThat(new FmuAnswer(end).isContent()).isTrue();
		assertThat(new FmuAnswer(end).payload()).isEmpty();
		assertThat(new FmuAnswer(end).more()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "fw/none.bin", "fw", "fw/suit_update", "none", "fw/suit_update/samr21-xpro/" })
	void r06_anUnknownPathIs404WithoutAWord(String path) {
		assertThat(HexFormat.ofDelimiter(" ").formatHex(node.ask(SuitRequest.get(6, new byte[0], path, 0, 2))))
			.isEqualTo("60 84 00 06");
	}

	@ParameterizedTest
	@ValueSource(strings = { "b2 2e 2e 02 66 77", "b9 66 77 2f 65 76 65 6e 2e 62", "b2 66 77 02 2e 2e 02 66 77" })
	void r07_aPathThatLeadsElsewhereIs404(String options) {
		admin.upload("fw/even.b", bytes(128, 5));
		assertThat(node.ask("40 01 00 07 " + options)).isEqualTo("60 84 00 07");
	}

	@Test
	void r09_aTransferEndsWithTheBytesThatItBeganWith() {
		byte[] image = bytes(10_000, 7);
		byte[] newer = bytes(12_000, 8);
		admin.upload("fw/image.bin", image);
		try (SuitFetch old = SuitFetch.ofOldNode(new CoapProbe(server))) {
			assertThat(old.afterFirstBlock(() -> admin.upload("fw/image.bin", newer)).fetch("fw/image.bin"))
				.contains(image);
		}
		try (SuitFetch next = SuitFetch.ofNewNode(new CoapProbe(server), 5)) {
			assertThat(next.fetch("fw/image.bin")).contains(newer);
		}
	}

	@Test
	void r09_aFileThatWasDeletedIs404InMidTransfer() {
		admin.upload("fw/image.bin", bytes(10_000, 7));
		try (SuitFetch old = SuitFetch.ofOldNode(new CoapProbe(server))) {
			assertThat(old.afterFirstBlock(() -> admin.delete("/files/fw/image.bin")).fetch("fw/image.bin")).isEmpty();
		}
	}

	@Test
	void firstBlockThatIsSentAgainIsTheSameAlthoughTheFileWasReplaced() {
		byte[] before = node.ask(hex(R1));
		admin.upload(NAME, bytes(300, 9));
		assertThat(node.ask(hex(R1))).isEqualTo(before);
	}

	@Test
	void whoNamesNoBlockGets1024Bytes() {
		byte[] image = bytes(3_000, 10);
		admin.upload("fw/image.bin", image);
		FmuAnswer answer = new FmuAnswer(node.ask(SuitRequest.get(9, "fw/image.bin")));
		assertThat(answer.payload()).isEqualTo(Arrays.copyOf(image, 1024));
		assertThat(answer.block2()).isEqualTo(0x0e);
		FmuAnswer whole = new FmuAnswer(node.ask(SuitRequest.get(9, NAME)));
		assertThat(whole.payload()).isEqualTo(MANIFEST);
		assertThat(whole.block2()).as("one block needs no number").isEqualTo(-1);
	}

	@Test
	void otherMethodsAre405AndTokensComeBack() {
		assertThat(node.ask(R1.replaceFirst("40 01 00 00", "42 02 00 01 aa bb"))).isEqualTo("62 85 00 01 aa bb");
	}

	@Test
	void aDeviceOfAnotherKindIsResetAndTakesNothingForFirmware() {
		assertThat(node.ask(R1 + " ff 01 02")).isEqualTo("70 00 00 00");
	}

	@Test
	void whatIsServedIsListedWithoutNames() {
		FmuAnswer list = new FmuAnswer(node.ask(SuitRequest.get(1, ".well-known/core")));
		assertThat(new String(list.payload(), StandardCharsets.UTF_8)).contains("</>;rt=\"firmware\"")
			.contains("</updates>")
			.doesNotContain("samr21");
	}

}
