package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class LogTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "0.1.0|k=0.1.0", "a b|k=\"a b\"", "a\"b|k=\"a\\\"b\"", "a=b|k=\"a=b\"", "ä|k=\"ä\"" })
	void plainValuesAreBareAndOthersQuoted(String value, String line) {
		assertThat(LogText.field("k", value)).isEqualTo(line);
	}

	@Test
	void nothingCanBeginAnotherLineOrMoveTheCursor() {
		assertThat(LogText.field("k", "a\r\nb\u001b[0m\u2028\u202e"))
			.isEqualTo("k=\"a\\u000d\\u000ab\\u001b[0m\\u2028\\u202e\"");
	}

	@Test
	void longValuesAreCut() {
		assertThat(LogText.field("k", "a".repeat(1_000))).hasSizeLessThan(320);
	}

}
