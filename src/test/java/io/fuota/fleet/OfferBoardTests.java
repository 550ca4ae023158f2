package io.fuota.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.fleet.OfferBoard.Claim;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OfferBoardTests {

	private final OfferBoard board = new OfferBoard();

	@Test
	void theDeviceThatWasOfferedTheFileDownloadsIt() {
		board.offered("10.0.0.1", "a.bin", "one");
		assertThat(board.claim("10.0.0.1", "a.bin")).isEqualTo(new Claim("one", false));
	}

	@Test
	void otherAddressesAndFilesAreNobodys() {
		board.offered("10.0.0.1", "a.bin", "one");
		assertThat(board.claim("10.0.0.2", "a.bin")).isNull();
		assertThat(board.claim("10.0.0.1", "b.bin")).isNull();
	}

	@Test
	void behindOneAddressTheLatestOfferIsTakenAndItIsDoubtful() {
		board.offered("10.0.0.1", "a.bin", "one");
		board.offered("10.0.0.1", "a.bin", "two");
		assertThat(board.claim("10.0.0.1", "a.bin")).isEqualTo(new Claim("two", true));
		assertThat(board.claim("10.0.0.1", "a.bin")).as("only one is left").isEqualTo(new Claim("one", false));
	}

	@Test
	void aResumedDownloadIsStillTheSameDevices() {
		board.offered("10.0.0.1", "a.bin", "one");
		board.claim("10.0.0.1", "a.bin");
		assertThat(board.claim("10.0.0.1", "a.bin")).isEqualTo(new Claim("one", false));
	}

	@Test
	void aNewOfferWaitsForANewDownload() {
		board.offered("10.0.0.1", "a.bin", "one");
		board.claim("10.0.0.1", "a.bin");
		board.offered("10.0.0.1", "a.bin", "two");
		board.claim("10.0.0.1", "a.bin");
		board.offered("10.0.0.1", "a.bin", "one");
		assertThat(board.claim("10.0.0.1", "a.bin")).isEqualTo(new Claim("one", false));
	}

	@Test
	void theEarliestDevicesBehindOneAddressAreForgotten() {
		for (int i = 0; i < 2 * OfferBoard.MAX_DEVICES; i++) {
			board.offered("10.0.0.1", "a.bin", "device-" + i);
		}
		Set<String> claimed = new HashSet<>();
		for (int i = 0; i < OfferBoard.MAX_DEVICES; i++) {
			Claim claim = board.claim("10.0.0.1", "a.bin");
			assertThat(claim).isNotNull();
			claimed.add(String.valueOf(claim));
		}
		assertThat(claimed).hasSize(OfferBoard.MAX_DEVICES).noneMatch(claim -> claim.contains("device-0,"));
	}

}
