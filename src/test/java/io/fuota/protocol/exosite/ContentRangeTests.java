package io.fuota.protocol.exosite;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTests {

	@ParameterizedTest
	@CsvSource({ "bytes=0-999,0,999", "bytes=500-,500,999", "bytes=-10,990,999", "bytes=-5000,0,999",
			"BYTES=990-5000,990,999", "bytes=0-0,0,0" })
	void aRangeIsCutAtTheLastByte(String header, long first, long last) {
		assertThat(ContentRange.of(header, 1_000)).isEqualTo(new ContentRange(first, last));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2",
			"bytes=99999999999999999999-" })
	void whatIsNoRangeIsTheWhole(@Nullable String header) {
		assertThat(ContentRange.of(header, 1_000)).isNull();
	}

	@Test
	void whatLiesBehindTheEndIsUnsatisfiable() {
		assertThat(ContentRange.of("bytes=1000-", 1_000)).matches(range -> !range.isSatisfiable());
		assertThat(ContentRange.of("bytes=-0", 1_000)).matches(range -> !range.isSatisfiable());
	}

}
