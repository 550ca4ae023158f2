package io.fuota.protocol.exosite;

import io.fuota.http.ETags;
import io.fuota.http.RequestNote;
import io.fuota.protocol.exosite.ExositeViews.PackageView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
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

/**
 * {@code /api/v1/packages}: software packages, and their way to devices. Who may make
 * them and who may apply them: io.fuota.api.
 */
@RestController
@RequestMapping(path = "/api/v1/packages", produces = MediaType.APPLICATION_JSON_VALUE)
class PackagesController {

	private final PackageDesk desk;

	PackagesController(PackageDesk desk) {
		this.desk = desk;
	}

	@GetMapping
	List<PackageView> list(HttpServletRequest request) {
		RequestNote.begin(request, "api-packages");
		return desk.all().stream().map(PackageView::of).toList();
	}

	@GetMapping("/{name}")
	ResponseEntity<PackageView> get(HttpServletRequest request, @PathVariable String name) {
		RequestNote.begin(request, "api-package").with("package", name);
		SoftwarePackage known = desk.known(name);
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
		boolean isNew = desk.find(name).isEmpty();
		SoftwarePackage made = desk.put(name, wanted,
				before -> ETags.check(request, before.map(PackagesController::tag).orElse(null)));
		return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK)
			.eTag(tag(made))
			.body(PackageView.of(made));
	}

	private static String tag(SoftwarePackage some) {
		return ETags.of(List.of(some.manifest().json(), String.valueOf(some.listed())));
	}

	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(HttpServletRequest request, @PathVariable String name) {
		RequestNote.begin(request, "api-delete-package").with("package", name);
		desk.delete(name);
	}

	@PostMapping("/{name}/apply")
	PackagePlan apply(HttpServletRequest request, @PathVariable String name, @RequestBody PackageWish wish,
			@RequestParam(defaultValue = "false") boolean dryRun) {
		RequestNote note = RequestNote.begin(request, dryRun ? "api-apply-dry-run" : "api-apply").with("package", name);
		PackageDesk.Order order = desk.order(name, wish);
		note.with("devices", order.devices().size());
		return dryRun ? desk.plan(order) : desk.apply(order);
	}

}
