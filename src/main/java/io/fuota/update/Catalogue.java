package io.fuota.update;

import java.util.Optional;

/**
 * What a protocol's devices are offered where nothing is assigned to them, since they
 * name a product. Asked to explain a decision to an operator.
 */
public interface Catalogue {

	/** What there is for this device; empty where it isn't of a product known here. */
	Optional<CatalogueEntry> find(DeviceReport report);

	/**
	 * The report that the device itself would make if it ran this version: with what it
	 * told last time besides. Empty where it isn't of this protocol.
	 */
	default Optional<DeviceReport> asTheDeviceSaysIt(DeviceReport report) {
		return Optional.empty();
	}

}
