package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTests {

	@Test
	void segmentsAreDecodedOnce() {
		assertThat(RequestPath.parse("/devices/a%2520b").segments()).containsExactly("devices", "a%20b");
		assertThat(RequestPath.parse("/devices/G%C3%A4t").segments()).containsExactly("devices", "Gät");
	}

	@Test
	void plusAndSemicolonAreText() {
		assertThat(RequestPath.parse("/devices/a+b;c=d").segments()).containsExactly("devices", "a+b;c=d");
	}

	@Test
	void slashAtTheEndIsNoSegment() {
		RequestPath path = RequestPath.parse("/files/");

		assertThat(path.segments()).containsExactly("files");
		assertThat(path.trailingSlash()).isTrue();
		assertThat(RequestPath.parse("/files").trailingSlash()).isFalse();
	}

	@Test
	void restIsBehindTheFirstSegment() {
		assertThat(RequestPath.parse("/files/a/b.bin").rest()).isEqualTo("a/b.bin");
		assertThat(RequestPath.parse("/files").rest()).isEmpty();
		assertThat(RequestPath.parse("/").rest()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/devices/%", "/devices/%4", "/devices/%zz", "/devices/%ff", "/devices/%c3" })
	void malformedEscapesAreRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestPath.parse(path));
	}

}
