package io.fuota.protocol.exosite;

import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.http.RequestPath;
import io.fuota.protocol.exosite.ExositeDevices.Wanted;
import io.fuota.protocol.exosite.ExositeViews.CikView;
import io.fuota.protocol.exosite.ExositeViews.EnabledView;
import io.fuota.protocol.exosite.ExositeViews.ExositeDevicePage;
import io.fuota.protocol.exosite.ExositeViews.ExositeDeviceView;
import io.fuota.protocol.exosite.ExositeViews.ProductView;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/exosite/products}: which devices may activate. As all of {@code /api},
 * for admins alone (io.fuota.api).
 */
@RestController
@RequestMapping(path = "/api/v1/exosite/products", produces = MediaType.APPLICATION_JSON_VALUE)
class ProductsController {

	/** api, v1, exosite, products. */
	private static final int ROOT_SEGMENTS = 4;

	private static final int SN_SEGMENT = ROOT_SEGMENTS + 2;

	private static final int MAX_LIMIT = 1_000;

	private final ExositeDevices devices;

	ProductsController(ExositeDevices devices) {
		this.devices = devices;
	}

	@GetMapping
	List<ProductView> products(HttpServletRequest request) {
		RequestNote.begin(request, "api-exosite-products");
		TreeMap<String, Integer> counts = new TreeMap<>();
		devices.all().forEach(device -> counts.merge(device.state().product(), 1, Integer::sum));
		return counts.entrySet().stream().map(count -> new ProductView(count.getKey(), count.getValue())).toList();
	}

	@GetMapping("/{product}/devices")
	ExositeDevicePage list(HttpServletRequest request, @RequestParam(defaultValue = "") String after,
			@RequestParam(defaultValue = "100") int limit) {
		RequestNote.begin(request, "api-exosite-devices");
		if (limit < 1 || limit > MAX_LIMIT) {
			throw HttpRefusal.badRequest("The parameter limit is 1 to " + MAX_LIMIT + ".");
		}
		List<ExositeDevice> page = devices.page(segment(request, ROOT_SEGMENTS), after, limit);
		return new ExositeDevicePage(page.stream().map(ExositeDeviceView::of).toList(),
				page.size() < limit ? null : page.getLast().state().sn());
	}

	@PutMapping("/{product}/devices")
	EnabledView enableMany(HttpServletRequest request) throws IOException {
		RequestNote note = RequestNote.begin(request, "api-exosite-enable");
		String product = segment(request, ROOT_SEGMENTS);
		List<Wanted> wanted = DeviceList.read(request, product);
		enable(wanted);
		note.with("product", product).with("devices", wanted.size());
		return new EnabledView(wanted.size());
	}

	@GetMapping("/{product}/devices/{sn}")
	ExositeDeviceView get(HttpServletRequest request) {
		RequestNote.begin(request, "api-exosite-device");
		return ExositeDeviceView.of(device(request));
	}

	@PutMapping("/{product}/devices/{sn}")
	ResponseEntity<ExositeDeviceView> enable(HttpServletRequest request) {
		String product = segment(request, ROOT_SEGMENTS);
		String sn = segment(request, SN_SEGMENT);
		RequestNote.begin(request, "api-exosite-enable").with("product", product).with("sn", sn);
		String id = ExositeDevice.State.id(product, sn);
		boolean known = devices.find(id).isPresent();
		try {
			enable(List.of(new Wanted(product, sn, null)));
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
		return ResponseEntity.status(known ? HttpStatus.OK : HttpStatus.CREATED)
			.body(ExositeDeviceView.of(device(request)));
	}

	@DeleteMapping("/{product}/devices/{sn}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(HttpServletRequest request) {
		ExositeDevice device = device(request);
		RequestNote.begin(request, "api-exosite-delete").with("device", device.id());
		devices.delete(device);
	}

	@PostMapping("/{product}/devices/{sn}/cik")
	CikView renew(HttpServletRequest request) {
		ExositeDevice device = device(request);
		RequestNote.begin(request, "api-exosite-renew").with("device", device.id());
		return new CikView(devices.renew(device).text());
	}

	@DeleteMapping("/{product}/devices/{sn}/cik")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void revoke(HttpServletRequest request) {
		ExositeDevice device = device(request);
		RequestNote.begin(request, "api-exosite-revoke").with("device", device.id());
		devices.revoke(device);
	}

	private void enable(List<Wanted> wanted) {
		try {
			devices.enable(wanted);
		}
		catch (IllegalArgumentException wrong) {
			throw new HttpRefusal(HttpStatus.CONFLICT, String.valueOf(wrong.getMessage()));
		}
	}

	private ExositeDevice device(HttpServletRequest request) {
		String id = ExositeDevice.State.id(segment(request, ROOT_SEGMENTS), segment(request, SN_SEGMENT));
		return devices.find(id)
			.orElseThrow(() -> new HttpRefusal(HttpStatus.NOT_FOUND, "There is no Exosite device " + id + "."));
	}

	private static String segment(HttpServletRequest request, int index) {
		List<String> segments = RequestPath.of(request).segments();
		return index < segments.size() ? segments.get(index) : "";
	}

}
