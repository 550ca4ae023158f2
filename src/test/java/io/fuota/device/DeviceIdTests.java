package io.fuota.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "00001", "x\" or \"1\"=\"1", "100%", "a;b", "Gerät 7", "电", "..", "fmu:P@10.0.0.1" })
	void textOfAnySortIsAnId(String text) {
		assertThat(new DeviceId(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a/b", "a\\b", "a\nb", "a\u0000b", "a\u0085b" })
	void controlCharactersAndSlashesAreRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new DeviceId(text));
	}

	@ParameterizedTest
	@ValueSource(ints = { 255, 256 })
	void lengthHasABound(int length) {
		String text = "a".repeat(length);
		if (length <= DeviceId.MAX_LENGTH) {
			assertThat(new DeviceId(text).value()).hasSize(length);
		}
		else {
			assertThatIllegalArgumentException().isThrownBy(() -> new DeviceId(text));
		}
	}

}
