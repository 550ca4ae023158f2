package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the listener may be called. */
class ListenerSettingsTests {

	@Test
	void aHostNameHas253Characters() {
		assertThat(host("x".repeat(253)).host()).hasSize(253);
		assertThatIllegalArgumentException().isThrownBy(() -> host("x".repeat(254)))
			.withMessageContaining("FUOTA_HOST");
	}

	private static ListenerSettings host(String host) {
		return new ListenerSettings(0, host, "", List.of());
	}

}
