package io.fuota.protocol.exosite;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which device sends a request, by the token that it shows: in {@code X-Exosite-CIK}, as
 * {@code Authorization: token <token>}, or as basic authentication with the token for the
 * password, without a user name or with the device's sn (docs/protocols/exosite-otau.md
 * §2).
 */
@Component
class DeviceCredentials {

	private static final String BASIC = "basic ";

	private static final String TOKEN = "token ";

	private final ExositeDevices devices;

	DeviceCredentials(ExositeDevices devices) {
		this.devices = devices;
	}

	/** Empty where the token is missing, malformed or nobody's. */
	Optional<ExositeDevice> deviceOf(HttpServletRequest request) {
		String cik = request.getHeader("X-Exosite-CIK");
		if (cik != null) {
			return device(cik.strip());
		}
		String authorization = request.getHeader("Authorization");
		if (authorization == null) {
			return Optional.empty();
		}
		if (startsWith(authorization, TOKEN)) {
			return device(authorization.substring(TOKEN.length()).strip());
		}
		String pair = startsWith(authorization, BASIC) ? decoded(authorization.substring(BASIC.length())) : null;
		if (pair == null) {
			return Optional.empty();
		}
		int colon = pair.lastIndexOf(':');
		String identity = pair.substring(0, Math.max(0, colon));
		return device(pair.substring(colon + 1))
			.filter(device -> identity.isEmpty() || identity.equals(device.state().sn()));
	}

	private Optional<ExositeDevice> device(String cik) {
		return Cik.isOne(cik) ? devices.withCik(cik) : Optional.empty();
	}

	private static boolean startsWith(String header, String scheme) {
		return header.regionMatches(true, 0, scheme, 0, scheme.length());
	}

	private static @Nullable String decoded(String base64) {
		try {
			return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException noBase64) {
			return null;
		}
	}

}
