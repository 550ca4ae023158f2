package io.fuota.firmware.image;

import static io.fuota.testing.SuitBuilder.array;
import static io.fuota.testing.SuitBuilder.bytes;
import static io.fuota.testing.SuitBuilder.manifest;
import static io.fuota.testing.SuitBuilder.map;
import static io.fuota.testing.SuitBuilder.number;
import static io.fuota.testing.SuitBuilder.signed;
import static io.fuota.testing.SuitBuilder.tagged;
import static io.fuota.testing.SuitBuilder.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.SuitBuilder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every check has a test in which it alone fails. */
class SuitInspectorTests {

	private static final byte[] BY_RIOT = SuitBuilder.madeByRiot();

	private static final byte[] NO_PARAMETERS = map();

	@Test
	void anEnvelopeOfRiotsToolIsRead() {
		ImageFacts facts = Looks.recognised(BY_RIOT);
		assertThat(facts.format()).isEqualTo(ImageFormat.SUIT);
		assertThat(facts.version()).hasValue("1");
		assertThat(facts.hardware()).hasValue("bcc90984-fe7d-562b-b4c9-a24f26a3a9cd");
		assertThat(facts.signatures()).containsExactly(new ImageSignature("ed25519", ""));
		assertThat(facts.details()).containsEntry("vendor id", "547d0d74-6d3a-5a92-9662-4881afd9407b")
			.containsEntry("class id", "bcc90984-fe7d-562b-b4c9-a24f26a3a9cd")
			.containsEntry("URI", "coap://[2001:db8::1]/payload.bin")
			.containsEntry("components", "1")
			.containsEntry("size of the payload", "9 bytes")
			.containsEntry("digest of the payload", "9278d38b4d80f889a5c080bd1134b58a13016dbcf459a1227f3ba2d665f15849")
			.containsEntry("digest of the manifest",
					"423e93b68401c530149abc0d698f40124b031aac55a9d95a87ede7d2c69be501");
	}

	@Test
	void everyBitOfTheManifestIsCovered() {
		int begin = BY_RIOT.length - 155;
		for (int bit = begin * 8; bit < BY_RIOT.length * 8; bit++) {
			byte[] flipped = BY_RIOT.clone();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(Looks.into(flipped)).as("bit %s", bit).isInstanceOf(Inspection.Broken.class);
		}
	}

	@Test
	void aTaggedEnvelopeAndAnUnsignedOneAreRead() {
		byte[] manifest = manifest(1, number(1632124156), NO_PARAMETERS);
		ImageFacts tagged = Looks.recognised(tagged(107, signed(manifest)));
		assertThat(tagged.version()).hasValue("1632124156");
		assertThat(tagged.signatures()).containsExactly(new ImageSignature("ed25519", "ab"));
		ImageFacts unsigned = Looks.recognised(map(number(3), bytes(manifest)));
		assertThat(unsigned.isSigned()).isFalse();
		assertThat(unsigned.version()).hasValue("1632124156");
	}

	@Test
	void sequencesWithinSequencesAreRead() {
		byte[] choice = array(number(20), map(number(5), number(4096), number(21), text("coap://a/slot1")));
		byte[] tryEach = array(number(15), array(bytes(choice), bytes(choice)));
		byte[] run = array(number(30), bytes(tryEach));
		byte[] manifest = map(number(1), number(1), number(2), number(5), number(3), bytes(map()), number(9),
				bytes(run));
		assertThat(Looks.recognised(signed(manifest)).details()).containsEntry("URI", "coap://a/slot1; coap://a/slot1");
	}

	@Test
	void sequencesTooDeepAreBroken() {
		byte[] nested = array();
		for (int i = 0; i < 10; i++) {
			nested = array(number(30), bytes(nested));
		}
		byte[] manifest = map(number(1), number(1), number(2), number(5), number(9), bytes(nested));
		assertThat(Looks.broken(signed(manifest)).check()).isEqualTo("depth of the manifest's sequences");
	}

	@Test
	void aWrongDigestOfTheManifestIsBroken() {
		byte[] broken = BY_RIOT.clone();
		broken[broken.length - 1] = 0x0e;
		BrokenImage flaw = Looks.broken(broken);
		assertThat(flaw.check()).isEqualTo("SHA-256 of the manifest");
		assertThat(flaw.found()).startsWith("423e93b6");
		assertThat(flaw.offset()).isEqualTo(4);
	}

	@ParameterizedTest
	@CsvSource({ "-16,SHA-256", "-43,SHA-384", "-44,SHA-512" })
	void digestsOfCoseAreChecked(int algorithm, String name) {
		byte[] manifest = manifest(1, number(7), NO_PARAMETERS);
		byte[] right = Esp32ImageBuilder.digest(name, bytes(manifest));
		assertThat(Looks.recognised(withDigest(algorithm, right, manifest)).details())
			.containsEntry("digest of the manifest", ImageText.of(ImageText.hex(right)));
		right[0] ^= 1;
		assertThat(Looks.broken(withDigest(algorithm, right, manifest)).check()).isEqualTo(name + " of the manifest");
	}

	@Test
	void aDigestOfAnUnknownKindIsNotChecked() {
		byte[] manifest = manifest(1, number(7), NO_PARAMETERS);
		assertThat(Looks.recognised(withDigest(99, new byte[32], manifest)).details()).containsEntry("not checked",
				"a digest of algorithm 99");
	}

	@Test
	void anEnvelopeWithoutAManifestIsBroken() {
		assertFlaw(map(number(2), bytes(array(bytes(new byte[4])))), "manifest", 0, "under the key 3 of the envelope",
				"missing");
	}

	@Test
	void aManifestTwiceIsBroken() {
		byte[] manifest = bytes(manifest(1, number(7), NO_PARAMETERS));
		assertThat(Looks.broken(map(number(3), manifest, number(3), manifest)).check())
			.isEqualTo("key 3 of the envelope");
	}

	@Test
	void aMemberThatIsNoByteStringIsBroken() {
		byte[] manifest = bytes(manifest(1, number(7), NO_PARAMETERS));
		assertThat(Looks.broken(map(number(3), manifest, number(4), number(1))).check())
			.isEqualTo("member of the envelope");
	}

	@Test
	void payloadsInTheEnvelopeDoNoHarm() {
		byte[] manifest = bytes(manifest(1, number(7), NO_PARAMETERS));
		byte[] envelope = map(number(3), manifest, text("#payload"), bytes(new byte[200_000]));
		assertThat(Looks.recognised(envelope).details()).containsEntry("other members", "200000 bytes");
	}

	@Test
	void aManifestTooLargeIsBroken() {
		byte[] large = map(number(1), number(1), number(2), number(1), number(23), bytes(new byte[40_000]));
		assertThat(Looks.broken(map(number(3), bytes(large))).check()).isEqualTo("size of the manifest");
	}

	@Test
	void aManifestOfAnotherVersionIsBroken() {
		byte[] manifest = manifest(2, number(7), NO_PARAMETERS);
		assertFlaw(signed(manifest), "version of the manifest", signed(manifest).length - manifest.length, "1", "2");
	}

	@Test
	void aSequenceNumberThatIsNoneIsBroken() {
		for (byte[] wrong : new byte[][] { text("7"), number(-7), array() }) {
			assertThat(Looks.broken(signed(manifest(1, wrong, NO_PARAMETERS))).check()).isEqualTo("sequence number");
		}
		assertThat(Looks.broken(signed(map(number(1), number(1)))).found()).isEqualTo("missing");
	}

	@Test
	void malformedPartsAreBroken() {
		byte[] malformed = { (byte) 0x9f, 0x01 };
		assertThat(Looks.broken(signed(map(number(1), number(1), number(2), number(1), number(3), bytes(malformed))))
			.check()).isEqualTo("common section of the manifest");
		assertThat(Looks.broken(signed(map(number(1), number(1), number(2), number(1), number(3), number(1)))).check())
			.isEqualTo("common section of the manifest");
		assertThat(Looks.broken(signed(map(number(1), number(1), number(2), number(1), number(9), bytes(malformed))))
			.check()).isEqualTo("sequence of the manifest");
		byte[] manifest = manifest(1, number(7), NO_PARAMETERS);
		assertThat(Looks.broken(map(number(2), bytes(array(bytes(malformed))), number(3), bytes(manifest))).check())
			.isEqualTo("authentication wrapper");
	}

	@Test
	void anEnvelopeCutOffAnywhereIsBroken() {
		for (int length = 10; length < BY_RIOT.length; length++) {
			assertThat(Looks.broken(Arrays.copyOf(BY_RIOT, length)).check()).isEqualTo("length");
		}
	}

	@Test
	void otherCborIsOpaque() {
		Looks.opaque(map(number(1), bytes(array())));
		Looks.opaque(map(number(2), number(3), number(3), number(4)));
		Looks.opaque(map(number(3), bytes(map(number(5), number(1)))));
		Looks.opaque(array(number(2), bytes(array())));
		Looks.opaque(new byte[] { (byte) 0xbf, 2, 3, 4, 5, 6, 7, 8 });
	}

	private static byte[] withDigest(int algorithm, byte[] digest, byte[] manifest) {
		byte[] wrapper = array(bytes(array(number(algorithm), bytes(digest))));
		return map(number(2), bytes(wrapper), number(3), bytes(manifest));
	}

	private static void assertFlaw(byte[] envelope, String check, long offset, String expected, String found) {
		assertThat(Looks.broken(envelope)).isEqualTo(new BrokenImage(ImageFormat.SUIT, check, offset, expected, found));
	}

}
