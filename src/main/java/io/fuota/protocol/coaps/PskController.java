package io.fuota.protocol.coaps;

import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/coap/psk}: the identities of DTLS devices. As all of {@code /api}, for
 * admins alone (io.fuota.api).
 */
@RestController
class PskController {

	/** Shorter secrets can be guessed from a recorded handshake. */
	private static final int MIN_SECRET = 16;

	private static final int MAX_SECRET = 64;

	private final PskIdentities identities;

	PskController(PskIdentities identities) {
		this.identities = identities;
	}

	/** Never shows a secret. */
	record Identity(String identity, String since) {
	}

	record Identities(List<Identity> identities) {
	}

	/**
	 * @param secretHex two hex digits a byte
	 */
	record NewSecret(@Nullable String secretHex) {

		/** Never shows the secret. */
		@Override
		public String toString() {
			return "NewSecret[]";
		}

	}

	@GetMapping("/api/v1/coap/psk")
	Identities list(HttpServletRequest request) {
		RequestNote.begin(request, "list-coap-psk");
		return new Identities(identities.all()
			.stream()
			.map(known -> new Identity(known.identity(), known.since().toString()))
			.toList());
	}

	@PutMapping("/api/v1/coap/psk/{identity}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void put(HttpServletRequest request, @PathVariable String identity, @RequestBody NewSecret secret) {
		RequestNote.begin(request, "set-coap-psk").with("identity", identity);
		if (identity.getBytes(StandardCharsets.UTF_8).length > PskIdentities.MAX_IDENTITY
				|| identity.chars().anyMatch(Character::isISOControl)) {
			throw HttpRefusal.badRequest("An identity has at most " + PskIdentities.MAX_IDENTITY
					+ " bytes of UTF-8, and no control characters.");
		}
		identities.put(identity, bytes(secret.secretHex()));
	}

	@DeleteMapping("/api/v1/coap/psk/{identity}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void remove(HttpServletRequest request, @PathVariable String identity) {
		RequestNote.begin(request, "remove-coap-psk").with("identity", identity);
		if (!identities.remove(identity)) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND, "There is no identity " + identity + ".");
		}
	}

	private static byte[] bytes(@Nullable String hex) {
		try {
			byte[] secret = HexFormat.of().parseHex(hex == null ? "" : hex);
			if (secret.length >= MIN_SECRET && secret.length <= MAX_SECRET) {
				return secret;
			}
		}
		catch (IllegalArgumentException noHex) {
			// The sentence below says what is wanted, without showing what came.
		}
		throw HttpRefusal
			.badRequest("secretHex has " + MIN_SECRET + " to " + MAX_SECRET + " bytes, two hex digits each.");
	}

}
