package io.fuota.firmware.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.McubootImageBuilder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every check has a test in which it alone fails. */
class McubootInspectorTests {

	private static final int BODY_END = 512 + 10_000;

	private static final byte[] UUID = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

	private static final String UUID_TEXT = "01020304-0506-0708-090a-0b0c0d0e0f10";

	@Test
	void everyFieldIsRead() {
		byte[] image = new McubootImageBuilder(1).flags(0x10 | 0x20)
			.shielded(0x50, (byte) 9, (byte) 0, (byte) 0, (byte) 0)
			.shielded(0x40, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 4, (byte) 5, (byte) 6, (byte) 0, (byte) 7,
					(byte) 0, (byte) 0, (byte) 0)
			.shielded(0x74, UUID)
			.shielded(0x75, UUID)
			.open(0x01, new byte[32])
			.open(0x22, new byte[70])
			.build();
		ImageFacts facts = Looks.recognised(image);
		assertThat(facts.format()).isEqualTo(ImageFormat.MCUBOOT);
		assertThat(facts.version()).hasValue("1.2.3+4");
		assertThat(facts.secureVersion()).hasValue(9);
		assertThat(facts.hardware()).hasValue(UUID_TEXT);
		assertThat(facts.signatures()).containsExactly(new ImageSignature("ecdsa", "00".repeat(32)));
		assertThat(facts.details()).containsEntry("needs", "image 1 of version 4.5.6+7 or newer")
			.containsEntry("vendor id", UUID_TEXT)
			.containsEntry("load address", "0x08010000")
			.containsEntry("header size", "512 bytes")
			.containsEntry("image size", "10000 bytes")
			.containsEntry("flags", "not bootable, runs from RAM")
			.containsKey("SHA-256 inside")
			.doesNotContainKey("behind the image");
	}

	@ParameterizedTest
	@CsvSource({ "0x20,rsa-2048-pss", "0x21,ecdsa-p224", "0x22,ecdsa", "0x23,rsa-3072-pss", "0x24,ed25519" })
	void everySignatureHasAName(String type, String name) {
		byte[] image = new McubootImageBuilder(2).open(Integer.decode(type), new byte[64]).build();
		assertThat(Looks.recognised(image).signatures()).containsExactly(new ImageSignature(name, ""));
	}

	@Test
	void aWholeKeyIsNamedByItsDigest() {
		byte[] key = new byte[91];
		String digest = ImageText.hex(Esp32ImageBuilder.digest("SHA-256", key));
		assertThat(Looks.recognised(new McubootImageBuilder(3).open(0x02, key).open(0x24, new byte[64]).build())
			.signatures()).containsExactly(new ImageSignature("ed25519", digest));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SHA-256", "SHA-384", "SHA-512" })
	void aWrongDigestIsBroken(String algorithm) {
		byte[] image = new McubootImageBuilder(4).digest(algorithm).build();
		assertThat(Looks.recognised(image).details()).containsKey(algorithm + " inside");
		image[BODY_END - 1] ^= 1;
		BrokenImage flaw = Looks.broken(image);
		assertThat(flaw.check()).isEqualTo(algorithm);
		assertThat(flaw.offset()).isEqualTo(BODY_END + 8);
	}

	@Test
	void theDigestCoversTheProtectedRecords() {
		byte[] image = new McubootImageBuilder(5).shielded(0x50, (byte) 9, (byte) 0, (byte) 0, (byte) 0).build();
		image[BODY_END + 8] ^= 1;
		assertThat(Looks.broken(image).check()).isEqualTo("SHA-256");
	}

	@Test
	void anImageWithoutADigestIsBrokenUnlessTheImageItselfIsSigned() {
		assertFlaw(new McubootImageBuilder(6).digest("").build(), "digest", BODY_END,
				"a record of SHA-256, SHA-384 or SHA-512", "missing");
		assertThat(Looks.recognised(new McubootImageBuilder(6).digest("").open(0x24, new byte[64]).open(0x25).build())
			.isSigned()).isTrue();
	}

	@Test
	void theDigestOfAnEncryptedImageCanNotBeChecked() {
		byte[] image = new McubootImageBuilder(7).flags(4).open(0x32, new byte[113]).build();
		image[BODY_END - 1] ^= 1;
		assertThat(Looks.recognised(image).details()).containsEntry("flags", "encrypted with AES-128")
			.containsEntry("key encrypted by", "ECIES-P256")
			.containsKey("not checked");
	}

	@Test
	void aHeaderSizeBelowTheHeaderIsBroken() {
		assertFlaw(new McubootImageBuilder(8).patch(8, 31, 0).build(), "header size", 8, "at least 32", "31");
	}

	@Test
	void anImageSizeBeyondTheFileIsBroken() {
		byte[] image = new McubootImageBuilder(9).patch(12, 0xff, 0xff, 0xff, 0xff).build();
		assertFlaw(image, "image size", 12, "at most " + (image.length - 512) + " bytes", "4294967295 bytes");
	}

	@Test
	void wrongMagicsOfTheAreasAreBroken() {
		byte[] image = new McubootImageBuilder(10).build();
		image[BODY_END] ^= 1;
		assertFlaw(image, "magic of the unprotected TLV area", BODY_END, "0x6907", "0x6906");
		image = new McubootImageBuilder(10).shielded(0x60).patch(BODY_END, 7).build();
		assertFlaw(image, "magic of the protected TLV area", BODY_END, "0x6908", "0x6907");
	}

	@Test
	void aProtectedAreaOfAnotherSizeThanTheHeaderSaysIsBroken() {
		byte[] image = new McubootImageBuilder(11).shielded(0x60, (byte) 1).patch(10, 10, 0).build();
		assertFlaw(image, "size of the protected TLV area", BODY_END + 2, "the header's 10 bytes", "9 bytes");
	}

	@Test
	void anAreaThatEndsBehindTheFileIsBroken() {
		byte[] image = new McubootImageBuilder(12).build();
		image[BODY_END + 2]++;
		assertFlaw(image, "size of the unprotected TLV area", BODY_END + 2, "4 to 40 bytes", "41 bytes");
		image[BODY_END + 2] = 3;
		assertFlaw(image, "size of the unprotected TLV area", BODY_END + 2, "4 to 40 bytes", "3 bytes");
	}

	@Test
	void aRecordThatEndsBehindItsAreaIsBroken() {
		byte[] image = new McubootImageBuilder(13).build();
		image[BODY_END + 6]++;
		assertFlaw(image, "length of a record in the unprotected TLV area", BODY_END + 6, "at most 32 bytes",
				"33 bytes");
	}

	@ParameterizedTest
	@CsvSource({ "0x40,dependency,12", "0x50,security counter,4", "0x74,vendor id,16", "0x75,class id,16" })
	void aRecordOfAnotherLengthThanItsTypeHasIsBroken(String type, String name, int length) {
		byte[] image = new McubootImageBuilder(14).shielded(Integer.decode(type), new byte[length + 1]).build();
		assertFlaw(image, "length of the record " + name, BODY_END + 6, length + " bytes", (length + 1) + " bytes");
	}

	@Test
	void aDigestOfAnotherLengthIsBroken() {
		byte[] image = new McubootImageBuilder(15).digest("").open(0x10, new byte[31]).build();
		assertFlaw(image, "length of the record SHA-256", BODY_END + 6, "32 bytes", "31 bytes");
	}

	@Test
	void anImageCutOffAnywhereIsBroken() {
		byte[] image = new McubootImageBuilder(16).sizes(32, 100).build();
		for (int length = 4; length < image.length; length++) {
			assertThat(Looks.broken(Arrays.copyOf(image, length)).check()).containsPattern("length|size");
		}
	}

	@Test
	void aPaddedSlotDoesNoHarm() {
		byte[] image = new McubootImageBuilder(17).build();
		byte[] slot = Esp32ImageBuilder.padded(image);
		assertThat(Looks.recognised(slot).details()).containsEntry("behind the image",
				(slot.length - image.length) + " bytes");
	}

	@Test
	void anyFlippedBitOfWhatTheDigestCoversIsFound() {
		byte[] image = new McubootImageBuilder(18).sizes(32, 64).build();
		for (int bit = 4 * 8; bit < (32 + 64) * 8; bit++) {
			byte[] flipped = image.clone();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));
			// The two flags that say that the digest is of other bytes.
			if (bit != 16 * 8 + 2 && bit != 16 * 8 + 3) {
				assertThat(Looks.into(flipped)).as("bit %s", bit).isInstanceOf(Inspection.Broken.class);
			}
		}
	}

	@Test
	void imagesOfAllSizesAreRecognised() {
		Random random = new Random(19);
		for (int i = 0; i < 100; i++) {
			byte[] image = new McubootImageBuilder(i).sizes(32 + random.nextInt(2000), random.nextInt(200_000))
				.shielded(0x60, new byte[random.nextInt(300)])
				.open(0x77, new byte[random.nextInt(300)])
				.build();
			assertThat(Looks.recognised(image).version()).hasValue("1.2.3+4");
		}
	}

	private static void assertFlaw(byte[] image, String check, long offset, String expected, String found) {
		assertThat(Looks.broken(image)).isEqualTo(new BrokenImage(ImageFormat.MCUBOOT, check, offset, expected, found));
	}

}
