package io.fuota.protocol.exosite;

import io.fuota.console.PackageBook;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.http.HttpRefusal;
import io.fuota.protocol.exosite.SoftwarePackage.Listing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Packages as people see, make and apply them in the console. */
@Component
class ExositePackageBook implements PackageBook {

	private final PackageDesk desk;

	private final ExositeDevices devices;

	private final Fleet fleet;

	ExositePackageBook(PackageDesk desk, ExositeDevices devices, Fleet fleet) {
		this.desk = desk;
		this.devices = devices;
		this.fleet = fleet;
	}

	@Override
	public List<Entry> all() {
		return desk.all().stream().map(ExositePackageBook::entry).toList();
	}

	@Override
	public Entry get(String name) {
		return entry(desk.known(name));
	}

	@Override
	public void save(Draft draft) {
		desk.put(draft.name(), DraftManifest.of(draft), before -> check(draft, before));
	}

	private static void check(Draft draft, Optional<SoftwarePackage> before) {
		String now = before.map(ExositePackageBook::tag).orElse("");
		if (now.equals(draft.seen())) {
			return;
		}
		throw new HttpRefusal(HttpStatus.CONFLICT, draft.seen().isEmpty()
				? "There is a package " + draft.name() + " already. Take another name, or open that one to change it."
				: "The package " + draft.name() + " was changed or deleted since you opened it. Open it again.");
	}

	@Override
	public void delete(String name) {
		desk.delete(name);
	}

	@Override
	public Outlook look(String name, Wish wish) {
		PackageDesk.Order order = order(name, wish);
		return outlook(desk.plan(order), desk.state(order));
	}

	@Override
	public Outlook apply(String name, Wish wish, String seen) {
		PackageDesk.Order order = order(name, wish);
		if (!desk.state(order).equals(seen)) {
			throw new HttpRefusal(HttpStatus.CONFLICT,
					"Nothing was applied: something changed since you looked. Look again.");
		}
		return outlook(desk.apply(order), "");
	}

	@Override
	public Stream<Holder> holders() {
		Map<String, String> manifests = manifests(desk.all().stream());
		return devices.all().stream().flatMap(device -> holder(device, manifests).stream());
	}

	@Override
	public Optional<Holder> appliedTo(String id) {
		return devices.find(id).flatMap(device -> {
			Optional<String> name = Optional.ofNullable(device.state().offer()).map(Offer::packageName);
			return holder(device, manifests(name.flatMap(desk::find).stream()));
		});
	}

	private static Map<String, String> manifests(Stream<SoftwarePackage> packages) {
		return packages.collect(Collectors.toMap(SoftwarePackage::name, known -> known.manifest().json()));
	}

	private Optional<Holder> holder(ExositeDevice device, Map<String, String> manifests) {
		Offer offer = device.state().offer();
		String name = offer == null ? null : offer.packageName();
		if (offer == null || name == null) {
			return Optional.empty();
		}
		Optional<DeviceStatus> status = fleet.find(device.id());
		String sha256 = offer.file().sha256();
		return Optional.of(new Holder(name, device.id(), offer.version(), offer.manifest().equals(manifests.get(name)),
				Instant.EPOCH.plus(offer.atMicros(), ChronoUnit.MICROS), offer.delivered(),
				status.map(DeviceStatus::attempt)
					.filter(attempt -> offer.delivered() && attempt.file().sha256().equals(sha256))
					.orElse(null),
				status.map(DeviceStatus::quarantine).filter(one -> one.sha256().equals(sha256)).isPresent(),
				status.map(DeviceStatus::version).orElse(null)));
	}

	private PackageDesk.Order order(String name, Wish wish) {
		return desk.order(name, new PackageWish(wish.devices(), wish.label(), wish.force()));
	}

	private static Outlook outlook(PackagePlan plan, String seen) {
		return new Outlook(plan.devices(), plan.changed(), plan.waiting(), plan.objections(),
				plan.told().stream().map(one -> new Objection(one.device(), one.reason(), one.canBeForced())).toList(),
				seen);
	}

	private static Entry entry(SoftwarePackage known) {
		Manifest manifest = known.manifest();
		Optional<Listing> listed = Optional.ofNullable(known.listed());
		return new Entry(known.name(), manifest.version(), manifest.name(),
				Optional.ofNullable(manifest.description()).orElse(""), manifest.type().name(), items(manifest),
				listed.map(Listing::devices).orElse(List.of()), listed.map(Listing::label).orElse(""),
				known.createdAt(), known.updatedAt(), tag(known));
	}

	private static List<Item> items(Manifest manifest) {
		List<String> files = manifest.contentIds();
		Function<JsonNode, Item> item = node -> new Item(node.asString(), files.contains(node.asString()));
		return switch (manifest.type()) {
			case FILE -> List.of(item.apply(manifest.payload()));
			case URL_LIST -> manifest.payload().valueStream().map(item).toList();
			case JSON -> List.of(new Item(manifest.payload().toPrettyString(), false));
		};
	}

	private static String tag(SoftwarePackage known) {
		return Cik.sha256(known.manifest().json() + "\n" + known.listed());
	}

}
