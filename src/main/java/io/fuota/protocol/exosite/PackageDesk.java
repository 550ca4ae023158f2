package io.fuota.protocol.exosite;

import io.fuota.fleet.DeviceLabels;
import io.fuota.http.HttpRefusal;
import io.fuota.protocol.exosite.SoftwarePackage.Listing;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What operators ask of packages, by {@code /api/v1/packages} and in the console: one set
 * of rules and sentences for both.
 */
@Component
class PackageDesk {

	/** As many as an assignment takes. */
	static final int MAX_DEVICES = 200_000;

	private final Packages packages;

	private final PackageApplication application;

	private final ExositeDevices exosite;

	private final DeviceLabels labels;

	PackageDesk(Packages packages, PackageApplication application, ExositeDevices exosite, DeviceLabels labels) {
		this.packages = packages;
		this.application = application;
		this.exosite = exosite;
		this.labels = labels;
	}

	/**
	 * A package and the devices that it is to be applied to.
	 *
	 * @param devices 1 to {@value #MAX_DEVICES}
	 */
	record Order(SoftwarePackage wanted, List<String> devices, boolean force) {
	}

	/** All of them by name. */
	List<SoftwarePackage> all() {
		return packages.all();
	}

	Optional<SoftwarePackage> find(String name) {
		return packages.find(name);
	}

	/**
	 * A package that must be there.
	 * @throws HttpRefusal 404 where there is none
	 */
	SoftwarePackage known(String name) {
		return packages.find(name).orElseThrow(() -> notFound(name));
	}

	/**
	 * Makes a package or changes it; durable when this returns.
	 * @param wanted a manifest, and besides it perhaps {@code devices} or {@code label}:
	 * for whom the package is listed
	 * @param check is given the package of before while nobody else can change it; what
	 * it throws is thrown, and nothing is done
	 * @throws HttpRefusal 400 if it breaks a rule
	 */
	SoftwarePackage put(String name, JsonNode wanted, Consumer<Optional<SoftwarePackage>> check) {
		if (!(wanted instanceof ObjectNode manifest)) {
			throw HttpRefusal.badRequest("The body is a manifest: a JSON object.");
		}
		return obeyed(HttpStatus.BAD_REQUEST, () -> {
			Listing listed = listing(manifest);
			manifest.remove(List.of("devices", "label"));
			return packages.put(name, Manifest.of(manifest), listed, check);
		});
	}

	/**
	 * Deletes a package; what was applied stays with the devices.
	 * @throws HttpRefusal 404 where there is none
	 */
	void delete(String name) {
		if (!packages.delete(name)) {
			throw notFound(name);
		}
	}

	/**
	 * Finds out which devices are meant.
	 * @throws HttpRefusal 404 where there is no such package; 400 where no device is
	 * meant, or too many are
	 */
	Order order(String name, PackageWish wish) {
		SoftwarePackage wanted = known(name);
		return new Order(wanted, devices(wanted, wish), Boolean.TRUE.equals(wish.force()));
	}

	/**
	 * What applying it would do; has no effect.
	 * @throws HttpRefusal 409 if a file of it isn't here any more
	 */
	PackagePlan plan(Order order) {
		return obeyed(HttpStatus.CONFLICT, () -> application.plan(order.wanted(), order.devices(), order.force()));
	}

	/**
	 * Applies it to all of the devices, or to none; durable when this returns.
	 * @throws HttpRefusal 409 if something speaks against it
	 */
	PackagePlan apply(Order order) {
		PackagePlan plan = obeyed(HttpStatus.CONFLICT,
				() -> application.apply(order.wanted(), order.devices(), order.force()));
		if (plan.objections() > 0) {
			throw new HttpRefusal(HttpStatus.CONFLICT, plan.told().getFirst().reason()
					+ (plan.objections() == 1 ? "" : " " + (plan.objections() - 1) + " more devices object, too.")
					+ " Nothing was applied.");
		}
		return plan;
	}

	/** What the plan of an order rests on, as a digest: another one, and it is stale. */
	String state(Order order) {
		StringBuilder text = new StringBuilder(order.wanted().manifest().json());
		for (String id : order.devices()) {
			Offer offer = exosite.find(id).map(device -> device.state().offer()).orElse(null);
			text.append('\n').append(id).append('\n').append(offer == null ? 0 : offer.atMicros());
		}
		return Cik.sha256(text.toString());
	}

	private List<String> devices(SoftwarePackage wanted, PackageWish wish) {
		if (wish.devices() != null && wish.label() != null) {
			throw HttpRefusal.badRequest("Name either devices or a label.");
		}
		Listing listed = wanted.listed();
		Optional<List<String>> ids = Optional.ofNullable(wish.devices());
		Optional<String> label = Optional.ofNullable(wish.label());
		if (ids.isEmpty() && label.isEmpty() && listed != null) {
			ids = Optional.ofNullable(listed.devices());
			label = Optional.ofNullable(listed.label());
		}
		List<String> devices = ids.orElse(label.map(labels::devicesWith).orElse(List.of()));
		if (devices.isEmpty()) {
			throw HttpRefusal.badRequest(
					label.map(name -> "No device has the label " + name + ".").orElse("The list of devices is empty."));
		}
		if (devices.size() > MAX_DEVICES) {
			throw HttpRefusal.badRequest("At most " + MAX_DEVICES + " devices at once.");
		}
		return devices;
	}

	private static @Nullable Listing listing(ObjectNode manifest) {
		JsonNode devices = manifest.path("devices");
		JsonNode label = manifest.path("label");
		if (devices.isMissingNode() && label.isMissingNode()) {
			return null;
		}
		if (!devices.isMissingNode() && !(devices.isArray() && devices.valueStream().allMatch(JsonNode::isString))) {
			throw new IllegalArgumentException("The field devices is a list of device ids.");
		}
		if (!label.isMissingNode() && !label.isString()) {
			throw new IllegalArgumentException("The field label is a text.");
		}
		return new Listing(devices.isMissingNode() ? null : devices.valueStream().map(JsonNode::asString).toList(),
				label.isMissingNode() ? null : label.asString());
	}

	private static <T> T obeyed(HttpStatus otherwise, Supplier<T> core) {
		try {
			return core.get();
		}
		catch (IllegalArgumentException wrong) {
			throw new HttpRefusal(otherwise, String.valueOf(wrong.getMessage()));
		}
	}

	private static HttpRefusal notFound(String name) {
		return new HttpRefusal(HttpStatus.NOT_FOUND, "There is no package " + name + ".");
	}

}
