package io.fuota.protocol.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FUOTA_COAP_HOST, and the hosts of URLs in manifests. */
class PublicHostTests {

	@ParameterizedTest
	@CsvSource({ "2001:db8::1,[2001:db8::1]:7", "[2001:db8::1],[2001:db8::1]:7",
			"[2001:db8::1]:5683,[2001:db8::1]:5683", "192.0.2.1,192.0.2.1:7", "fuota.example:99,fuota.example:99" })
	void hostIsWrittenAsAUrlHasIt(String text, String written) {
		assertThat(PublicHost.of(text, 7)).hasToString(written);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "coap://a", "a/b", "a:0", "a:70000", "[1::2::3]", "fe80::1%eth0" })
	void whatNoNodeCouldUseIsRefusedAtTheStart(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(text, List.of(), Duration.ofSeconds(2)))
			.withMessageStartingWith("FUOTA_COAP_HOST must be");
	}

	@Test
	void otherSettingsAreCheckedToo() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings("", List.of("nowhere"), Duration.ofSeconds(2)))
			.withMessageStartingWith("FUOTA_SUIT_OPEN_PUBLISH_FROM must list");
		assertThatIllegalArgumentException().isThrownBy(() -> settings("", List.of(), Duration.ZERO))
			.withMessageStartingWith("FUOTA_SUIT_ACK_TIMEOUT must be");
		assertThat(settings("", List.of(" ", "10.0.0.0/8"), Duration.ofSeconds(2)).openPublishFrom())
			.containsExactly("10.0.0.0/8");
	}

	@ParameterizedTest
	@CsvSource({ "[2001:db8::1],[2001:DB8:0:0::1],true", "a.example,A.example,true", "a.example,b.example,false",
			"[::1],[::2],false", "[::1]:1,[::1]:2,false", "localhost,127.0.0.1,false" })
	void addressesAreComparedAsAddresses(String one, String other, boolean same) {
		assertThat(PublicHost.of(one, 7).isSame(PublicHost.of(other, 7))).isEqualTo(same);
	}

	private static SuitSettings settings(String host, List<String> open, Duration timeout) {
		return new SuitSettings(host, List.of(), open, true, timeout, Duration.ofSeconds(30));
	}

}
