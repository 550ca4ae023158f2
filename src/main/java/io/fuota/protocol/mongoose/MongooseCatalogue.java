package io.fuota.protocol.mongoose;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuota.device.ReportedVersion;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.update.Catalogue;
import io.fuota.update.CatalogueEntry;
import io.fuota.update.DeviceReport;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What there is for a device that nothing is assigned to, by rules or by its application.
 */
@Component
class MongooseCatalogue implements Catalogue {

	/** Beyond this many the ones that asked longest ago are forgotten. */
	static final int MAX_HEARD = 20_000;

	private final FirmwareCatalogue firmware;

	private final Fleet fleet;

	private final MongooseRules rules;

	private final NewestBundles newest;

	/** What devices said last, for operators who ask what one would get. */
	private final Cache<String, MongooseRequest> heard = Caffeine.newBuilder().maximumSize(MAX_HEARD).build();

	MongooseCatalogue(FirmwareCatalogue firmware, Fleet fleet, MongooseRules rules, NewestBundles newest) {
		this.firmware = firmware;
		this.fleet = fleet;
		this.rules = rules;
		this.newest = newest;
	}

	void heard(MongooseRequest request) {
		heard.put(request.device().value(), request);
	}

	/**
	 * Empty for a device that nothing is there for, and that was never seen.
	 * @param rule the first one for it
	 */
	Optional<CatalogueEntry> find(MongooseRequest request, Optional<MongooseRule> rule) {
		return rule.map(this::entry).or(() -> withoutRule(request));
	}

	@Override
	public Optional<CatalogueEntry> find(DeviceReport report) {
		return asHeard(report).flatMap(request -> find(request, rules.first(request.platform(), request.version())));
	}

	@Override
	public Optional<DeviceReport> asTheDeviceSaysIt(DeviceReport report) {
		return asHeard(report).map(MongooseRequest::report);
	}

	private Optional<MongooseRequest> asHeard(DeviceReport report) {
		MongooseRequest last = heard.getIfPresent(report.device().value());
		if (last == null || !isOurs(report)) {
			return Optional.empty();
		}
		String[] version = report.running().asSent().split(ReportedVersion.BEFORE_BUILD_ID, 2);
		return Optional.of(new MongooseRequest(last.device(), last.platform(), version[0],
				version.length > 1 ? version[1] : "", last.application()));
	}

	/** Another protocol may have a device of the same name. */
	private boolean isOurs(DeviceReport report) {
		return fleet.find(report.device().value())
			.map(DeviceStatus::protocol)
			.filter(protocol -> !protocol.equals(MongooseOffers.PROTOCOL))
			.isEmpty();
	}

	private CatalogueEntry entry(MongooseRule rule) {
		if (rule.isForNothing()) {
			return new CatalogueEntry(Optional.empty(), "A rule says that it stays as it is.");
		}
		if (rule.isElsewhere()) {
			return new CatalogueEntry(Optional.empty(), "A rule sends it to " + rule.target() + ".");
		}
		return new CatalogueEntry(firmware.find(rule.target()).filter(firmware::isServable),
				"The file " + rule.target() + " of its rule isn't here or is damaged.");
	}

	private Optional<CatalogueEntry> withoutRule(MongooseRequest request) {
		Optional<DeviceStatus> known = fleet.find(request.device().value());
		Optional<FirmwareFile> best = application(request, known).flatMap(name -> newest.above(request, name));
		return best.isEmpty() && known.isEmpty() ? Optional.empty()
				: Optional.of(new CatalogueEntry(best, "No rule and no newer bundle is for it."));
	}

	/** As the device says it, else by the image that it was last confirmed to run. */
	private static Optional<String> application(MongooseRequest request, Optional<DeviceStatus> known) {
		return request.application().or(() -> known.flatMap(device -> Optional.ofNullable(device.build().project())));
	}

}
