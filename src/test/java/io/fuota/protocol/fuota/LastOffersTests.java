package io.fuota.protocol.fuota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastOffersTests {

	private static final String ADDRESS = "192.0.2.1";

	private final LastOffers offers = new LastOffers();

	@Test
	void nameWithTheTailOfAnOlderOneIsTheOfferedName() {
		offers.offered(ADDRESS, "application.bin.0.1.10");
		offers.offered(ADDRESS, "app.bin");

		assertThat(offers.beginningOf(ADDRESS, "app.binion.bin.0.1.10")).hasValue("app.bin");
	}

	@Test
	void ofSeveralOffersThatFitTheLastIsMeant() {
		offers.offered(ADDRESS, "app.bin.1");
		offers.offered(ADDRESS, "app.bin");

		assertThat(offers.beginningOf(ADDRESS, "app.bin.1xyz")).hasValue("app.bin");
	}

	@Test
	void otherAddressesAndOtherNamesGetNothing() {
		offers.offered(ADDRESS, "app.bin");

		assertThat(offers.beginningOf("192.0.2.2", "app.binx")).isEmpty();
		assertThat(offers.beginningOf(ADDRESS, "ap")).isEmpty();
	}

	@Test
	void onlyTheLastOffersOfAnAddressAreRemembered() {
		offers.offered(ADDRESS, "first.bin");
		for (int i = 0; i < LastOffers.MAX_NAMES; i++) {
			offers.offered(ADDRESS, "other" + i);
		}

		assertThat(offers.beginningOf(ADDRESS, "first.binx")).isEmpty();
		assertThat(offers.beginningOf(ADDRESS, "other0x")).hasValue("other0");
	}

}
