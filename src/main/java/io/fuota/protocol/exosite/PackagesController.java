package io.fuota.protocol.exosite;

import io.fuota.fleet.DeviceLabels;
import io.fuota.http.ETags;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.protocol.exosite.ExositeViews.PackageView;
import io.fuota.protocol.exosite.SoftwarePackage.Listing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/v1/packages}: software packages, and their way to devices. Who may make
 * them and who may apply them: io.fuota.api.
 */
@RestController
@RequestMapping(path = "/api/v1/packages", produces = MediaType.APPLICATION_JSON_VALUE)
class PackagesController {

	/** As many as an assignment takes. */
	static final int MAX_DEVICES = 200_000;

	private final Packages packages;

	private final PackageApplication application;

	private final DeviceLabels labels;

	PackagesController(Packages packages, PackageApplication application, DeviceLabels labels) {
		this.packages = packages;
		this.application = application;
		this.labels = labels;
	}

	@GetMapping
	List<PackageView> list(HttpServletRequest request) {
		RequestNote.begin(request, "api-packages");
		return packages.all().stream().map(PackageView::of).toList();
	}

	@GetMapping("/{name}")
	ResponseEntity<PackageView> get(HttpServletRequest request, @PathVariable String name) {
		RequestNote.begin(request, "api-package").with("package", name);
		SoftwarePackage known = known(name);
		return ResponseEntity.ok().eTag(tag(known)).body(PackageView.of(known));
	}

	/**
	 * The body is a manifest, and besides it may have a field {@code devices} or
	 * {@code label}: for whom the package is listed.
	 */
	@PutMapping("/{name}")
	ResponseEntity<PackageView> put(HttpServletRequest request, @PathVariable String name,
			@RequestBody JsonNode wanted) {
		RequestNote.begin(request, "api-make-package").with("package", name);
		if (!(wanted instanceof ObjectNode manifest)) {
			throw HttpRefusal.badRequest("The body is a manifest: a JSON object.");
		}
		boolean isNew = packages.find(name).isEmpty();
		try {
			Listing listed = listing(manifest);
			manifest.remove(List.of("devices", "label"));
			SoftwarePackage made = packages.put(name, Manifest.of(manifest), listed,
					before -> ETags.check(request, before.map(PackagesController::tag).orElse(null)));
			return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK)
				.eTag(tag(made))
				.body(PackageView.of(made));
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
	}

	private static String tag(SoftwarePackage some) {
		return ETags.of(List.of(some.manifest().json(), String.valueOf(some.listed())));
	}

	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(HttpServletRequest request, @PathVariable String name) {
		RequestNote.begin(request, "api-delete-package").with("package", name);
		if (!packages.delete(name)) {
			throw notFound(name);
		}
	}

	/**
	 * To whom a package is applied: to devices by their ids, to all that have a label, or
	 * where both are missing, to those that it is listed for.
	 *
	 * @param force whether it counts although an image in it doesn't fit
	 */
	record PackageWish(@Nullable List<String> devices, @Nullable String label, @Nullable Boolean force) {
	}

	@PostMapping("/{name}/apply")
	PackagePlan apply(HttpServletRequest request, @PathVariable String name, @RequestBody PackageWish wish,
			@RequestParam(defaultValue = "false") boolean dryRun) {
		RequestNote note = RequestNote.begin(request, dryRun ? "api-apply-dry-run" : "api-apply").with("package", name);
		SoftwarePackage wanted = known(name);
		List<String> devices = devices(wanted, wish);
		note.with("devices", devices.size());
		boolean force = Boolean.TRUE.equals(wish.force());
		PackagePlan plan;
		try {
			plan = dryRun ? application.plan(wanted, devices, force) : application.apply(wanted, devices, force);
		}
		catch (IllegalArgumentException wrong) {
			throw new HttpRefusal(HttpStatus.CONFLICT, String.valueOf(wrong.getMessage()));
		}
		if (!dryRun && plan.objections() > 0) {
			throw new HttpRefusal(HttpStatus.CONFLICT, plan.told().getFirst().reason()
					+ (plan.objections() == 1 ? "" : " " + (plan.objections() - 1) + " more devices object, too.")
					+ " Nothing was applied.");
		}
		return plan;
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

	private SoftwarePackage known(String name) {
		return packages.find(name).orElseThrow(() -> notFound(name));
	}

	private static HttpRefusal notFound(String name) {
		return new HttpRefusal(HttpStatus.NOT_FOUND, "There is no package " + name + ".");
	}

}
