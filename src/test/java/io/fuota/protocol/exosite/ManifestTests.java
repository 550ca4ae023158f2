package io.fuota.protocol.exosite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ManifestTests {

	private static final String HEAD = "{\"version\":\"1\",\"name\":\"n\",";

	@Test
	void whatIsntAsciiIsEscaped() {
		String json = HEAD
				+ "\"description\":\"caf\u00e9 \ud83d\ude00\u007f\",\"type\":\"URL_LIST\",\"payload\":[\"a.bin\"]}";
		assertThatThrownBy(() -> manifest(json)).hasMessageContaining("control characters");
		Manifest manifest = manifest(json.replace("\u007f", ""));
		assertThat(manifest.json()).isEqualTo(
				HEAD + "\"description\":\"caf\\u00e9 \\ud83d\\ude00\",\"type\":\"URL_LIST\",\"payload\":[\"a.bin\"]}");
		assertThat(Manifest.parse(manifest.json())).isEqualTo(manifest);
	}

	@Test
	void fieldsHaveTheirOrderAndADescriptionMayBeMissing() {
		assertThat(manifest("{\"payload\":\"a.bin\",\"type\":\"FILE\",\"name\":\"n\",\"version\":\"1\"}").json())
			.isEqualTo(HEAD + "\"type\":\"FILE\",\"payload\":\"a.bin\"}");
	}

	@Test
	void itemsWithoutAHostAreContentIds() {
		assertThat(manifest(HEAD + "\"type\":\"URL_LIST\",\"payload\":[\"a.bin\",\"https://x/b\",\"c\",\"a.bin\"]}")
			.contentIds()).containsExactly("a.bin", "c");
		assertThat(manifest(HEAD + "\"type\":\"JSON\",\"payload\":{\"a\":\"b.bin\"}}").contentIds()).isEmpty();
		assertThat(manifest(HEAD + "\"type\":\"URL_LIST\",\"payload\":[\"a b\",\"c\"]}").unsafeIds())
			.containsExactly("a b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "1", "{\"version\":\"1\"}",
			"{\"version\":\"1\",\"name\":\"n\",\"type\":\"ZIP\",\"payload\":[\"a\"]}",
			"{\"version\":\"1\",\"name\":\"n\",\"type\":\"URL_LIST\",\"payload\":[]}",
			"{\"version\":\"1\",\"name\":\"n\",\"type\":\"URL_LIST\",\"payload\":[1]}",
			"{\"version\":\"1\",\"name\":\"n\",\"type\":\"URL_LIST\",\"payload\":\"a\"}",
			"{\"version\":\"1\",\"name\":\"n\",\"type\":\"FILE\",\"payload\":[\"a\"]}",
			"{\"version\":\"1\",\"name\":\"n\",\"type\":\"JSON\",\"payload\":\"a\"}",
			"{\"version\":\"\",\"name\":\"n\",\"type\":\"FILE\",\"payload\":\"a\"}",
			"{\"version\":1,\"name\":\"n\",\"type\":\"FILE\",\"payload\":\"a\"}",
			"{\"version\":\"1\",\"name\":\"n\",\"type\":\"FILE\",\"payload\":\"a\",\"more\":1}" })
	void whatIsNoManifestIsRefused(String json) {
		assertThatThrownBy(() -> manifest(json)).isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void tooManyItemsAndTooMuchTextAreRefused() {
		String item = "\"" + "a".repeat(90) + "\",";
		assertThatThrownBy(() -> manifest(HEAD + "\"type\":\"URL_LIST\",\"payload\":[" + item.repeat(100) + "\"b\"]}"))
			.hasMessageContaining("100");
		assertThatThrownBy(() -> manifest(HEAD + "\"type\":\"URL_LIST\",\"payload\":[" + item.repeat(99) + "\"b\"]}"))
			.hasMessageContaining("8192");
		assertThatThrownBy(() -> manifest(
				HEAD.replace("\"n\"", "\"" + "n".repeat(256) + "\"") + "\"type\":\"FILE\",\"payload\":\"a\"}"))
			.hasMessageContaining("255");
	}

	private static Manifest manifest(String json) {
		return Manifest.of(new JsonMapper().readTree(json));
	}

}
