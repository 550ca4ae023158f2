package io.fuota.firmware.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.BundleBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every check has a test in which it alone fails. */
class BundleInspectorTests {

	private static final byte[] APP = "\u00e9AAAAAAAAAAAAAAA".getBytes(StandardCharsets.ISO_8859_1);

	private static final byte[] FS = "BBBBBBBB".getBytes(StandardCharsets.US_ASCII);

	private static final String MANIFEST = BundleBuilder.manifest(APP, FS);

	private static final int MANIFEST_AT = 30 + "manifest.json".length();

	private static final int APP_AT = MANIFEST_AT + MANIFEST.length();

	@Test
	void everyFieldIsRead() {
		ImageFacts facts = Looks.recognised(bundle(MANIFEST));
		assertThat(facts.format()).isEqualTo(ImageFormat.MONGOOSE_BUNDLE);
		assertThat(facts.hardware()).hasValue("esp32");
		assertThat(facts.project()).hasValue("demo");
		assertThat(facts.version()).hasValue("1.1");
		assertThat(facts.buildId()).hasValue("20240102-030405/gabcdef0");
		assertThat(facts.isSigned()).isFalse();
		assertThat(facts.details()).containsEntry("built", "2024-01-02T03:04:05Z")
			.containsEntry("part app", "demo.bin, 16 bytes")
			.containsEntry("part fs", "fs.img, 8 bytes");
	}

	/** mos puts everything into a folder of the application's name and version. */
	@Test
	void aFolderBeforeTheNamesDoesNotCount() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("demo-1.1/manifest.json", MANIFEST);
		zip.add("demo-1.1/demo.bin", APP);
		zip.add("demo-1.1/fs.img", FS);
		assertThat(Looks.recognised(zip.build()).version()).hasValue("1.1");
	}

	@Test
	void signaturesAreNamed() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST).extra(0x293a, "{\"sig0\":\"MEUC\",\"sig2\":\"MEQC\"}");
		zip.add("demo.bin", APP);
		zip.add("fs.img", FS);
		ImageFacts facts = Looks.recognised(zip.build());
		assertThat(facts.signatures()).hasSize(2).containsOnly(new ImageSignature("ecdsa-p256", ""));
		assertThat(facts.details()).containsEntry("signed for", "key 0; key 2");
	}

	@Test
	void signaturesThatAreNoJsonAreBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST).extra(0x293a, "sig0");
		assertFlaw(zip.build(), "signatures", MANIFEST_AT + 4, "a JSON object", "malformed JSON");
	}

	@Test
	void otherZipFilesAreOpaque() throws IOException {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", "{\"manifest\":{\"application\":{\"bin_file\":\"nrf.bin\"}}}");
		Looks.opaque(zip.build());
		zip = new BundleBuilder();
		zip.add("fs.img", FS);
		zip.add("manifest.json", MANIFEST);
		Looks.opaque(zip.build());
		Looks.opaque("PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1));
		Looks.opaque(zipped("other.json"));
	}

	@Test
	void aBundleThatWasZippedAnewIsBroken() throws IOException {
		assertFlaw(zipped("manifest.json"), "compression method of manifest.json", 8, "0, stored", "8");
	}

	@Test
	void aCompressedPartIsBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST);
		zip.add("demo.bin", APP).method(8);
		assertFlaw(zip.build(), "compression method of demo.bin", APP_AT + 8, "0, stored", "8");
	}

	@Test
	void aPartWithADataDescriptorIsBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST);
		zip.add("demo.bin", APP).flags(8);
		assertFlaw(zip.build(), "flags of demo.bin", APP_AT + 6, "without a data descriptor", "with one");
	}

	@Test
	void aPartOfTwoSizesIsBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST);
		zip.add("demo.bin", APP).packedMore(1);
		assertFlaw(zip.build(), "compressed size of demo.bin", APP_AT + 18, "the size itself, 16 bytes", "17 bytes");
	}

	@Test
	void aWrongCrcIsBrokenAndNoneIsNot() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST).crc(0);
		zip.add("demo.bin", APP).crc(0);
		zip.add("fs.img", FS).crc(0);
		assertThat(Looks.recognised(zip.build()).version()).hasValue("1.1");
		zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST).crc(0x12345678);
		assertThat(Looks.broken(zip.build()).check()).isEqualTo("CRC-32 of manifest.json");
		zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST);
		zip.add("demo.bin", APP).crc(0x12345678);
		BrokenImage flaw = Looks.broken(zip.build());
		assertThat(flaw.check()).isEqualTo("CRC-32 of demo.bin");
		assertThat(flaw.offset()).isEqualTo(APP_AT + 14);
		assertThat(flaw.found()).isEqualTo("0x12345678");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"platform\":1,\"parts\":{}", "{\"parts\":{},\"platform\":\"x\"} x",
			"{\"parts\":{},\"parts\":{},\"platform\":\"x\"}" })
	void aManifestThatIsNoJsonIsBroken(String manifest) {
		assertFlaw(bundle(manifest), "manifest", MANIFEST_AT, "a JSON object", "malformed JSON");
	}

	@Test
	void aManifestThatIsNoObjectIsBroken() {
		assertFlaw(bundle("[\"parts\", \"platform\"]"), "manifest", MANIFEST_AT, "a JSON object", "other JSON");
	}

	@ParameterizedTest
	@CsvSource({ "platform", "version", "build_id" })
	void aRequiredFieldThatIsMissingIsBroken(String field) {
		assertFlaw(bundle(MANIFEST.replace("\"" + field + "\"", "\"not_" + field + "\"")), field + " in the manifest",
				MANIFEST_AT, "a text", "missing");
		assertFlaw(bundle(MANIFEST.replaceFirst("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":7")),
				field + " in the manifest", MANIFEST_AT, "a text", "something else");
	}

	@Test
	void aManifestWithoutPartsIsBroken() {
		String begin = MANIFEST.substring(0, MANIFEST.indexOf("\"parts\""));
		assertFlaw(bundle(begin + "\"parts\":{}}"), "parts in the manifest", MANIFEST_AT, "an object with parts",
				"something else");
		assertFlaw(bundle(begin + "\"name2\":\"\\\"parts\\\"\", \"x\":{\"parts\":1}}"), "parts in the manifest",
				MANIFEST_AT, "an object with parts", "missing");
		assertFlaw(bundle(begin + "\"parts\":{\"app\":1}}"), "part app in the manifest", MANIFEST_AT, "an object",
				"something else");
	}

	@Test
	void aPartThatIsNotInTheBundleIsBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST);
		zip.add("demo.bin", APP);
		assertFlaw(zip.build(), "source of the part fs", MANIFEST_AT, "an entry of the bundle", "fs.img");
	}

	@Test
	void aPartThatIsThereTwiceIsBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST);
		zip.add("demo.bin", APP);
		zip.add("demo.bin", APP);
		assertThat(Looks.broken(zip.build()).check()).isEqualTo("entry demo.bin");
	}

	@Test
	void aPartOfOtherBytesThanTheManifestSaysIsBroken() {
		int appData = APP_AT + 30 + "demo.bin".length();
		assertFlaw(bundle(MANIFEST.replace("\"size\":16", "\"size\":17")), "size of the part app", appData,
				"17, as the manifest says", "16");
		BrokenImage flaw = Looks.broken(bundle(MANIFEST.replace("\"cs_sha1\":\"02", "\"cs_sha1\":\"03")));
		assertThat(flaw.check()).isEqualTo("SHA-1 of the part app");
		assertThat(flaw.found()).isEqualTo("02ff65e1b203adacb0566eb16733b9b83fba5147");
		String manifest = MANIFEST.replaceFirst("(\"cs_sha256\":\")..", "$100");
		assertThat(Looks.broken(bundle(manifest)).check()).isEqualTo("SHA-256 of the part fs");
	}

	@Test
	void somethingElseBetweenTheEntriesIsBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST);
		byte[] bytes = zip.build();
		bytes[APP_AT] = 'X';
		assertFlaw(bytes, "next entry", APP_AT, "a local header or the central directory", "0x02014b58");
	}

	@Test
	void aNameTooLongForTheDeviceIsBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST);
		zip.add("x".repeat(50), FS);
		assertFlaw(zip.build(), "length of an entry's name", APP_AT + 26, "at most 49 characters", "50 characters");
	}

	@Test
	void endlessEntriesAreBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST);
		for (int i = 0; i < 1_000; i++) {
			zip.add("", "");
		}
		assertThat(Looks.broken(zip.build()).check()).isEqualTo("number of entries");
	}

	@Test
	void aManifestTooLargeIsBroken() {
		assertFlaw(bundle(MANIFEST + " ".repeat(32_768)), "size of manifest.json", 22, "at most 32768 bytes",
				(MANIFEST.length() + 32_768) + " bytes");
	}

	@Test
	void anExtraFieldThatEndsBehindTheHeaderIsBroken() {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", MANIFEST).extra(0x293a, "{}");
		byte[] bytes = zip.build();
		bytes[MANIFEST_AT + 2] = 3;
		assertFlaw(bytes, "length of an extra field of manifest.json", MANIFEST_AT + 2, "at most 2 bytes", "3 bytes");
	}

	@Test
	void aBundleCutOffBehindTheManifestIsBroken() {
		byte[] bundle = bundle(MANIFEST);
		for (int length = APP_AT; length < APP_AT + 30 + 8 + 16 + 30 + 6 + 8 + 4; length++) {
			assertThat(Looks.broken(Arrays.copyOf(bundle, length)).check()).isEqualTo("length");
		}
		assertThat(Looks.broken(Arrays.copyOf(bundle, APP_AT - 1)).check()).isEqualTo("length");
	}

	@Test
	void largePartsAreWhole() {
		byte[] app = new byte[1_500_000];
		new Random(1).nextBytes(app);
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", BundleBuilder.manifest(app, FS));
		zip.add("other.txt", "other");
		zip.add("demo.bin", app);
		zip.add("fs.img", FS);
		assertThat(Looks.recognised(zip.build()).details()).containsEntry("part app", "demo.bin, 1500000 bytes");
	}

	private static byte[] bundle(String manifest) {
		BundleBuilder zip = new BundleBuilder();
		zip.add("manifest.json", manifest);
		zip.add("demo.bin", APP);
		zip.add("fs.img", FS);
		return zip.build();
	}

	/** What a person gets who unpacks a bundle and packs it again. */
	private static byte[] zipped(String name) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			zip.putNextEntry(new ZipEntry(name));
			zip.write(MANIFEST.getBytes(StandardCharsets.UTF_8));
			zip.putNextEntry(new ZipEntry("demo.bin"));
			zip.write(APP);
		}
		return bytes.toByteArray();
	}

	private static void assertFlaw(byte[] zip, String check, long offset, String expected, String found) {
		assertThat(Looks.broken(zip))
			.isEqualTo(new BrokenImage(ImageFormat.MONGOOSE_BUNDLE, check, offset, expected, found));
	}

}
