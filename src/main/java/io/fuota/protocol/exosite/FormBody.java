package io.fuota.protocol.exosite;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The form in a request's body, whatever its content type says. */
final class FormBody {

	/** In bytes; a manifest that is written back fits three times. */
	static final int MAX_BYTES = 64 * 1024;

	private FormBody() {
	}

	/**
	 * Empty where it is larger than {@value #MAX_BYTES} bytes.
	 * @throws IOException if it breaks off
	 */
	static Optional<AliasForm> read(HttpServletRequest request) throws IOException {
		if (request.getContentLengthLong() > MAX_BYTES) {
			return Optional.empty();
		}
		byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
		if (bytes.length > MAX_BYTES) {
			return Optional.empty();
		}
		return Optional.of(AliasForm.parse(new String(bytes, StandardCharsets.ISO_8859_1)));
	}

}
