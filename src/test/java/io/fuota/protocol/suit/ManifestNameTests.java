package io.fuota.protocol.suit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/protocols/riot-suit.md §4.4. */
class ManifestNameTests {

	@ParameterizedTest
	@CsvSource({ "id/x-riot.suitv4_signed.123.bin,id/x-riot.suitv4_signed.latest.bin",
			"id/app-slot0.riot.suit.7.bin,id/app-slot0.riot.suit.latest.bin",
			"fw/a/b/riot.suit.1632124156.bin,fw/a/b/riot.suit.latest.bin",
			"x.suitv3_signed.1.bin,x.suitv3_signed.latest.bin", "x.suit_signed.1.bin,x.suit_signed.latest.bin" })
	void manifestHasATwinThatIsTheLatest(String name, String twin) {
		assertThat(ManifestName.of(name).map(ManifestName::latestTwin)).contains(twin);
		assertThat(ManifestName.of(twin).filter(ManifestName::isLatest)).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "id/manifest", "id/app-slot0.7.riot.bin", "suit.bin", "a.suit/x.bin", "x.suit.7.8.bin",
			"x.suit_unsigned.7.bin", "" })
	void othersAreNoManifests(String name) {
		assertThat(ManifestName.of(name)).isEmpty();
	}

}
