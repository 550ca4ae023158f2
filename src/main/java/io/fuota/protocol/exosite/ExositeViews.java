package io.fuota.protocol.exosite;

import io.fuota.protocol.exosite.ExositeDevice.State;
import io.fuota.protocol.exosite.ExositeDevice.Value;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the JSON of {@code /api/v1/packages} and {@code /api/v1/exosite} looks like. */
final class ExositeViews {

	private ExositeViews() {
	}

	/** A package; listed for devices or for a label, or neither. */
	record PackageView(String name, String version, String title, @Nullable String description, String type,
			JsonNode payload, @Nullable List<String> devices, @Nullable String label, Instant createdAt,
			Instant updatedAt) {

		static PackageView of(SoftwarePackage known) {
			Manifest manifest = known.manifest();
			SoftwarePackage.Listing listed = known.listed();
			return new PackageView(known.name(), manifest.version(), manifest.name(), manifest.description(),
					manifest.type().name(), manifest.payload(), listed == null ? null : listed.devices(),
					listed == null ? null : listed.label(), known.createdAt(), known.updatedAt());
		}

	}

	/** A page of devices; {@code next} is null at its end. */
	record ExositeDevicePage(List<ExositeDeviceView> items, @Nullable String next) {
	}

	/** A product, and how many devices of it are known. */
	record ProductView(String product, int devices) {
	}

	/** How many devices a list enabled. */
	record EnabledView(int devices) {
	}

	/** A new token, which is shown this once. */
	record CikView(String cik) {

		/** Never shows the token. */
		@Override
		public String toString() {
			return "CikView[]";
		}

	}

	/** A device; never its token. */
	record ExositeDeviceView(String device, String product, String sn, String state, Instant createdAt,
			@Nullable Instant activatedAt, @Nullable String offeredVersion, @Nullable Boolean acknowledged,
			@Nullable String lastReport) {

		/** It has no token and may activate. */
		static final String ENABLED = "ENABLED";

		/** It has a token. */
		static final String ACTIVATED = "ACTIVATED";

		/** It has a token, and may activate again to get another. */
		static final String ENABLED_AGAIN = "ENABLED_AGAIN";

		/** Its token was taken away, and it may not activate. */
		static final String REVOKED = "REVOKED";

		static ExositeDeviceView of(ExositeDevice device) {
			State state = device.state();
			Offer offer = state.offer();
			Value report = state.otauIn();
			return new ExositeDeviceView(state.id(), state.product(), state.sn(), name(state), state.createdAt(),
					state.activatedAt(), offer == null ? null : offer.version(),
					offer == null ? null : offer.acknowledged(), report == null ? null : report.text());
		}

		static String name(State state) {
			if (state.cikSha256() == null) {
				return state.enabled() ? ENABLED : REVOKED;
			}
			return state.enabled() ? ENABLED_AGAIN : ACTIVATED;
		}

	}

}
