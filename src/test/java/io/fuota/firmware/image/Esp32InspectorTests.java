package io.fuota.firmware.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.Esp32Image;
import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.MemoryChannel;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every check has a test in which it alone fails. */
class Esp32InspectorTests {

	/** 24 + 3 × 8 + 1024 + 512 + 256 bytes, the checksum in the block's last one. */
	private static final int CHECKSUM_AT = 1855;

	private static final int IMAGE_END = CHECKSUM_AT + 1 + 32;

	@Test
	void everyFieldIsRead() {
		ImageFacts facts = Looks.recognised(new Esp32ImageBuilder(1).chip(9)
			.project("lamp")
			.version("2.1-rc.1+g12ab")
			.secureVersion(7)
			.revisions(1, 199)
			.build());
		assertThat(facts.format()).isEqualTo(ImageFormat.ESP32);
		assertThat(facts.hardware()).hasValue("esp32s3");
		assertThat(facts.project()).hasValue("lamp");
		assertThat(facts.version()).hasValue("2.1-rc.1+g12ab");
		assertThat(facts.secureVersion()).hasValue(7);
		assertThat(facts.isSigned()).isFalse();
		assertThat(facts.details()).containsEntry("chip id", "0x0009")
			.containsEntry("chip revision", "v0.1 to v1.99")
			.containsEntry("entry", "0x40080000")
			.containsEntry("flash mode", "DIO")
			.containsEntry("flash size", "4 MB")
			.containsEntry("flash frequency", "clock / 2")
			.containsEntry("segments", "3")
			.containsEntry("compiled", "Nov 21 2026 10:11:12")
			.containsEntry("ESP-IDF", "v5.5.1")
			.containsEntry("SHA-256 of the ELF file",
					"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
			.containsEntry("MMU page", "65536 bytes")
			.doesNotContainKey("behind the image");
	}

	@Test
	void imagesOfTheSimulatedDeviceAreRecognised() {
		ImageFacts facts = Looks.recognised(Esp32Image.of("esp32-fuota", "0.1.1", 816_384));
		assertThat(facts.hardware()).hasValue("esp32");
		assertThat(facts.version()).hasValue("0.1.1");
		assertThat(facts.details()).containsEntry("chip revision", "from v0.0");
	}

	@ParameterizedTest
	@CsvSource({ "0x0000,esp32", "0x0002,esp32s2", "0x0005,esp32c3", "0x0009,esp32s3", "0x000c,esp32c2",
			"0x000d,esp32c6", "0x0010,esp32h2", "0x0012,esp32p4", "0x0014,esp32c61", "0x0017,esp32c5",
			"0x0019,esp32h21", "0x001c,esp32h4", "0x0020,esp32s31", "0x1234,chip-0x1234" })
	void everyChipHasAName(String id, String name) {
		byte[] image = new Esp32ImageBuilder(2).chip(Integer.decode(id)).build();
		assertThat(Looks.recognised(image).hardware()).hasValue(name);
	}

	@Test
	void theChipIdThatNoChipHasIsBroken() {
		assertFlaw(new Esp32ImageBuilder(3).chip(0xffff).build(), "chip id", 12, "that of a chip", "0xffff");
	}

	@Test
	void aLowestRevisionAboveTheHighestIsBroken() {
		assertFlaw(new Esp32ImageBuilder(4).revisions(301, 299).build(), "lowest chip revision", 15,
				"at most the highest, v2.99", "v3.1");
		assertThat(Looks.recognised(new Esp32ImageBuilder(4).revisions(301, 0).build()).details())
			.containsEntry("chip revision", "from v3.1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 17, 255 })
	void aNumberOfSegmentsThatNoImageHasIsBroken(int count) {
		assertFlaw(new Esp32ImageBuilder(5).patch(1, count).build(), "number of segments", 1, "1 to 16",
				Integer.toString(count));
	}

	@Test
	void sixteenSegmentsAreWhole() {
		Integer[] lengths = IntStream.rangeClosed(1, 16).mapToObj(i -> 256 * i).toArray(Integer[]::new);
		assertThat(Looks.recognised(new Esp32ImageBuilder(6).segments(lengths).build()).details())
			.containsEntry("segments", "16");
	}

	@Test
	void aSegmentOfAnOddLengthIsBroken() {
		assertFlaw(new Esp32ImageBuilder(7).segments(1024, 514).build(), "length of segment 1", 24 + 8 + 1024 + 4,
				"a multiple of 4", "514 bytes");
	}

	@Test
	void aSegmentThatEndsBehindTheFileIsBroken() {
		assertFlaw(new Esp32ImageBuilder(8).patch(24 + 8 + 1024 + 4, 0xfc, 0xff, 0xff, 0xff).build(),
				"length of segment 1", 24 + 8 + 1024 + 4, "at most " + (IMAGE_END - 24 - 8 - 1024 - 8) + " bytes",
				"4294967292 bytes");
	}

	@Test
	void aFirstSegmentTooShortForTheDescriptorIsBroken() {
		byte[] image = new Esp32ImageBuilder(9).segments(252, 256).patch(32, 0x32, 0x54, 0xcd, 0xab).build();
		assertFlaw(image, "length of segment 0", 28, "at least the descriptor's 256 bytes", "252 bytes");
	}

	@Test
	void aWrongChecksumIsBroken() {
		byte[] image = new Esp32ImageBuilder(10).digestAppended(false).build();
		int right = image[CHECKSUM_AT] & 0xff;
		image[CHECKSUM_AT] ^= 1;
		assertFlaw(image, "checksum", CHECKSUM_AT, "0x%02x".formatted(right), "0x%02x".formatted(right ^ 1));
	}

	@Test
	void aWrongDigestIsBroken() {
		byte[] image = new Esp32ImageBuilder(11).build();
		image[IMAGE_END - 1] ^= 1;
		BrokenImage flaw = Looks.broken(image);
		assertThat(flaw.check()).isEqualTo("SHA-256");
		assertThat(flaw.offset()).isEqualTo(CHECKSUM_AT + 1);
	}

	@Test
	void anImageWithoutADigestIsWhole() {
		assertThat(Looks.recognised(new Esp32ImageBuilder(12).digestAppended(false).build()).details())
			.doesNotContainKey("SHA-256 inside");
	}

	@Test
	void anImageCutOffAnywhereIsBroken() {
		byte[] image = new Esp32ImageBuilder(13).build();
		for (int length = 36; length < image.length; length++) {
			assertThat(Looks.broken(Arrays.copyOf(image, length)).check()).startsWith("length");
		}
	}

	@Test
	void theMessageNamesCheckPlaceAndBothValues() {
		byte[] image = new Esp32ImageBuilder(14).patch(1, 17).build();
		assertThat(Looks.broken(image).message())
			.isEqualTo("The ESP32 image is broken: its number of segments, at byte 1, is 17 and should be 1 to 16.");
	}

	@ParameterizedTest
	@CsvSource({ "rsa,rsa-3072-pss", "p192,ecdsa-p192", "p256,ecdsa-p256", "p384,ecdsa-p384" })
	void aSignatureIsNamedWithItsKey(String kind, String name) {
		byte[] image = Esp32ImageBuilder.signed(new Esp32ImageBuilder(15).build(), kind);
		int keyAt = 4096 + (kind.equals("p384") ? 52 : 36);
		int keyLength = switch (kind) {
			case "rsa" -> 776;
			case "p384" -> 97;
			default -> 65;
		};
		byte[] key = Arrays.copyOfRange(image, keyAt, keyAt + keyLength);
		String digest = ImageText.hex(Esp32ImageBuilder.digest("SHA-256", key));
		ImageFacts facts = Looks.recognised(image);
		assertThat(facts.signatures()).containsExactly(new ImageSignature(name, digest));
		assertThat(facts.details()).doesNotContainKey("behind the image");
	}

	@Test
	void threeSignaturesAreNamed() {
		byte[] image = Esp32ImageBuilder.signed(new Esp32ImageBuilder(16).build(), "rsa", "rsa", "rsa");
		assertThat(Looks.recognised(image).signatures()).hasSize(3);
	}

	@Test
	void aSignatureBlockWithAWrongCrcIsBroken() {
		byte[] image = Esp32ImageBuilder.signed(new Esp32ImageBuilder(17).build(), "rsa", "p256");
		image[4096 + 1216 + 700] ^= 1;
		BrokenImage flaw = Looks.broken(image);
		assertThat(flaw.check()).isEqualTo("CRC-32 of signature block 1");
		assertThat(flaw.offset()).isEqualTo(4096 + 1216 + 1196);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rsa", "p256", "p384" })
	void aSignatureOfOtherBytesIsBroken(String kind) {
		byte[] image = Esp32ImageBuilder.signed(new Esp32ImageBuilder(18).build(), kind);
		image[4096 + 4] ^= 1;
		Esp32ImageBuilder.sealBlock(image, 4096);
		assertThat(Looks.broken(image).check()).isEqualTo("image digest in signature block 0");
		image[4096 + 4] ^= 1;
		Esp32ImageBuilder.sealBlock(image, 4096);
		image[IMAGE_END] ^= 1;
		assertThat(Looks.broken(image).check()).as("the padding is signed too")
			.isEqualTo("image digest in signature block 0");
	}

	@Test
	void aSignatureBlockCutOffIsBroken() {
		byte[] image = Esp32ImageBuilder.signed(new Esp32ImageBuilder(19).build(), "rsa");
		assertThat(Looks.broken(Arrays.copyOf(image, 4096 + 1000)).check()).isEqualTo("length");
	}

	@Test
	void aSignatureOfTheFirstSecureBootIsNamed() {
		byte[] signature = new byte[68];
		Arrays.fill(signature, 4, 68, (byte) 0x5a);
		byte[] image = Esp32ImageBuilder.join(new Esp32ImageBuilder(20).build(), signature);
		assertThat(Looks.recognised(image).signatures()).containsExactly(new ImageSignature("ecdsa-p256-v1", ""));
	}

	@Test
	void whatToolsPadWithDoesNoHarm() {
		byte[] image = Esp32ImageBuilder.padded(new Esp32ImageBuilder(21).build());
		assertThat(Looks.recognised(image).details()).containsEntry("behind the image", (4096 - IMAGE_END) + " bytes");
	}

	@Test
	void whatHasNoDescriptorIsOpaque() {
		Looks.opaque(new Esp32ImageBuilder(22).segments(64, 256).build());
		Looks.opaque(new Esp32ImageBuilder(22).patch(32, 0).build());
		Looks.opaque(new byte[] { (byte) 0xe9 });
		Looks.opaque(new byte[0]);
		Looks.opaque("\u00e9 text".repeat(1000).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
	}

	@Test
	void oddTextIsMadeHarmless() {
		ImageFacts facts = Looks
			.recognised(new Esp32ImageBuilder(23).project("a\nb\u202e\ud83d\ude00").version("").build());
		assertThat(facts.project()).hasValue("a\ufffdb\ufffd\ud83d\ude00");
		assertThat(facts.version()).isEmpty();
	}

	@Test
	void imagesOfAllSizesAreReadOnce() throws Exception {
		Random random = new Random(24);
		for (int i = 0; i < 200; i++) {
			Integer[] lengths = IntStream.range(0, 1 + random.nextInt(16))
				.mapToObj(_ -> 256 + 4 * random.nextInt(20_000))
				.toArray(Integer[]::new);
			byte[] image = new Esp32ImageBuilder(i).segments(lengths).version("v" + i).build();
			MemoryChannel channel = new MemoryChannel(image);
			if (!(ImageInspectors.inspect("x", channel) instanceof Inspection.Recognised(var facts))) {
				throw new AssertionError("image " + i);
			}
			assertThat(facts.version()).hasValue("v" + i);
			assertThat(channel.bytesRead()).as("%s segments, %s bytes", lengths.length, image.length)
				.isLessThan(image.length + (lengths.length + 4L) * ImageBytes.MAX_AT_ONCE);
		}
	}

	@Test
	void anyFlippedBitIsFound() {
		byte[] image = new Esp32ImageBuilder(25).segments(512, 256).build();
		for (int bit = 0; bit < image.length * 8; bit++) {
			byte[] flipped = image.clone();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));
			// Its lowest bit says that there is a digest.
			if (bit != 23 * 8) {
				assertThat(Looks.into(flipped)).as("bit %s", bit).isNotInstanceOf(Inspection.Recognised.class);
			}
		}
	}

	private static void assertFlaw(byte[] image, String check, long offset, String expected, String found) {
		assertThat(Looks.broken(image)).isEqualTo(new BrokenImage(ImageFormat.ESP32, check, offset, expected, found));
	}

}
