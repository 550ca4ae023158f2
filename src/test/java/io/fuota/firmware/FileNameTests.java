package io.fuota.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "esp32-fuota.bin.0.1.1", "a/b/c.bin", "~+:@=-_.", "...", "OTA-X_1_1_31_APP_0xF63D0305.fmu" })
	void uploadsMayHaveUrlSafeNames(String text) {
		assertThat(FileName.forUpload(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "a/..", "../a", "a//b", "/a", "a/", "a b", "a%b", "a\"b", "a?b", "a#b", "ä",
			"a\\b", "a\nb", "a;b", "a,b", "a*b", "updates", "updates/a.bin", ".well-known/core" })
	void uploadsMayHaveNoOthers(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> FileName.forUpload(text));
	}

	@Test
	void treeThatIsTakenInHasNoneOfThePathsOfCoap() {
		assertThatIllegalArgumentException().isThrownBy(() -> FileName.forImport("updates/a.bin"));
		assertThat(FileName.forImport("updates")).as("a flat file").hasToString("updates");
		assertThat(FileName.forUpload("fw/updates/a.bin")).hasToString("fw/updates/a.bin");
	}

	@Test
	void uploadsMayHave200Characters() {
		assertThat(FileName.forUpload("a".repeat(200)).value()).hasSize(200);
		assertThatIllegalArgumentException().isThrownBy(() -> FileName.forUpload("a".repeat(201)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a%20b", "Gerät.bin", "a\"b" })
	void namesThatAreTakenOverKeepWhatTheyHad(String text) {
		assertThat(new FileName(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "a/../b", "a\\b", "a\u0000b" })
	void evenThoseHaveNoTraversal(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new FileName(text));
	}

	@Test
	void lastSegmentIsBehindTheLastSlash() {
		assertThat(new FileName("a/b/c.bin").lastSegment()).isEqualTo("c.bin");
		assertThat(new FileName("c.bin").lastSegment()).isEqualTo("c.bin");
	}

}
