package io.fuota.protocol.exosite;

import io.fuota.address.PortNumber;
import io.fuota.http.OwnPort;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Devices that know a host name alone come to port 443. */
@Component
class ExositePort implements OwnPort {

	private static final Set<String> PATHS = Set.of("/timestamp", "/provision/activate", "/provision/download",
			"/onep:v1/stack/alias");

	private final ExositeSettings settings;

	ExositePort(ExositeSettings settings) {
		this.settings = settings;
	}

	@Override
	public PortNumber port() {
		return settings.number();
	}

	@Override
	public boolean serves(HttpServletRequest request) {
		return PATHS.contains(ExositeFilter.path(request));
	}

}
