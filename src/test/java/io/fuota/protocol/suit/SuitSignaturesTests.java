package io.fuota.protocol.suit;

import static io.fuota.testing.SuitBuilder.array;
import static io.fuota.testing.SuitBuilder.bytes;
import static io.fuota.testing.SuitBuilder.map;
import static io.fuota.testing.SuitBuilder.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fuota.testing.SuitBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The signature of the manifest of docs/protocols/riot-suit.md §4.3, and broken ones. */
class SuitSignaturesTests {

	private static final String KEY = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";

	/** RFC 8032 §7.1, test 2: somebody else's. */
	private static final String OTHER_KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

	private static final byte[] BY_RIOT = SuitBuilder.madeByRiot();

	private static final int SIGNATURE_AT = 54;

	@Test
	void signatureOfARegisteredKeyIsRight() {
		assertThat(new SuitSignatures(List.of(OTHER_KEY, KEY)).objection("x", BY_RIOT)).isEmpty();
	}

	@Test
	void signatureOfAnotherKeyIsObjectedTo() {
		assertThat(new SuitSignatures(List.of(OTHER_KEY)).objection("x", BY_RIOT))
			.contains("x isn't signed with a key of FUOTA_SUIT_KEYS.");
	}

	@Test
	void nothingIsCheckedWithoutKeys() {
		assertThat(new SuitSignatures(List.of()).objection("x", new byte[0])).isEmpty();
	}

	@Test
	void everyBitOfTheSignatureAndOfWhatItCoversCounts() {
		SuitSignatures signatures = new SuitSignatures(List.of(KEY));
		for (int bit = (SIGNATURE_AT - 38) * 8; bit < (SIGNATURE_AT + 64) * 8; bit++) {
			byte[] forged = BY_RIOT.clone();
			forged[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(signatures.objection("x", forged)).as("bit %s", bit).isPresent();
		}
	}

	@Test
	void whatHasNoSignatureIsObjectedTo() {
		SuitSignatures signatures = new SuitSignatures(List.of(KEY));
		byte[] manifest = bytes(SuitBuilder.manifest(1, number(3), map()));
		for (byte[] envelope : List.of(new byte[0], map(number(3), manifest), map(number(2), bytes(array())),
				map(number(2), number(7)),
				map(number(2), bytes(array(bytes(array(number(1), number(2), number(3), number(4)))))))) {
			assertThat(signatures.objection("x", envelope)).isPresent();
		}
	}

	@Test
	void anyBytesAreObjectedToWithoutAnError() {
		SuitSignatures signatures = new SuitSignatures(List.of(KEY));
		Random random = new Random(43);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = Arrays.copyOf(BY_RIOT, random.nextInt(BY_RIOT.length));
			for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			boolean signed = bytes.length > SIGNATURE_AT + 64
					&& Arrays.equals(bytes, 0, SIGNATURE_AT + 64, BY_RIOT, 0, SIGNATURE_AT + 64);
			assertThat(signed || signatures.objection("x", bytes).isPresent()).isTrue();
		}
	}

	@Test
	void whatIsNoKeyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> SuitSignatures.key("03a1"));
		assertThatIllegalArgumentException().isThrownBy(() -> SuitSignatures.key("zz".repeat(32)));
	}

}
