package io.fuota.console;

import io.fuota.device.DeviceId;
import io.fuota.fleet.DeviceCare;
import io.fuota.fleet.DeviceLabels;
import io.fuota.fleet.Fleet;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.update.DeviceDirectory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Devices: found by a filter, chosen by ticks, and changed together. */
@Controller
class DevicesPage {

	/** Devices on a page. */
	static final int PAGE = 100;

	private final Pages pages;

	private final DeviceDirectory directory;

	private final DeviceRows rows;

	private final DeviceChoice choice;

	private final DeviceLabels labels;

	private final Fleet fleet;

	private final DeviceCare care;

	DevicesPage(Pages pages, DeviceDirectory directory, DeviceRows rows, DeviceChoice choice, DeviceLabels labels,
			Fleet fleet, DeviceCare care) {
		this.pages = pages;
		this.directory = directory;
		this.rows = rows;
		this.choice = choice;
		this.labels = labels;
		this.fleet = fleet;
		this.care = care;
	}

	@GetMapping(ConsolePath.DEVICES)
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "devices");
		DeviceFilter filter = DeviceFilter.of(request);
		String after = Form.raw(request, "after");
		List<String> ids = directory.find(filter.query(after, PAGE + 1));
		List<String> shown = ids.subList(0, Math.min(PAGE, ids.size()));
		Map<String, Object> model = new HashMap<>();
		model.put("filter", filter);
		model.put("states", DeviceFilter.STATES);
		model.put("devices", rows.of(shown));
		model.put("page", new Page(link(filter, after), after.isEmpty() ? null : link(filter, ""),
				ids.size() > PAGE ? link(filter, shown.getLast()) : null));
		pages.show(request, response, "devices", model);
	}

	/**
	 * Links to pages of the list.
	 *
	 * @param first null where this is the first one
	 * @param next null where this is the last one
	 */
	record Page(String self, @Nullable String first, @Nullable String next) {
	}

	/** A device that asked and has no assignment. */
	record Unknown(String id, String version, Shown.@Nullable Moment seen, String address, String protocol,
			String checks, String assign) {
	}

	@GetMapping(ConsolePath.UNKNOWN)
	void unknown(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "unknown");
		List<Unknown> unknown = fleet.unknown()
			.stream()
			.limit(PAGE)
			.map(device -> new Unknown(device.id(), device.version(), Shown.at(device.lastSeen().at()),
					device.lastSeen().address(), device.lastSeen().protocol(), Shown.number(device.checks()),
					ConsolePath.with(ConsolePath.ASSIGN, "device", device.id())))
			.toList();
		long all = fleet.unknownCount();
		String cut = all > unknown.size() ? "The latest " + unknown.size() + " of " + Shown.number(all) + " are shown."
				: "";
		pages.show(request, response, "unknown", Map.of("devices", unknown, "cut", cut));
	}

	@PostMapping(ConsolePath.DEVICES + "/label")
	void label(HttpServletRequest request, HttpServletResponse response) {
		String label = Form.text(request, "newLabel");
		boolean remove = Form.isTicked(request, "removeLabel");
		RequestNote.begin(request, "console-label").with("label", label);
		goBack(request, response, () -> label(chosen(request), label, remove));
	}

	private String label(List<String> devices, String label, boolean remove) {
		if (!remove) {
			Form.checked(() -> devices.stream().map(DeviceId::new).toList()).forEach(rows::check);
		}
		Form.checked(() -> {
			labels.change(label, remove ? List.of() : devices, remove ? devices : List.of());
			return devices;
		});
		return Shown.count(devices.size(), "device") + (remove ? " no longer " : " now ")
				+ (devices.size() == 1 ? "has" : "have") + " the label “" + label + "”.";
	}

	@PostMapping(ConsolePath.DEVICES + "/release")
	void release(HttpServletRequest request, HttpServletResponse response) {
		RequestNote.begin(request, "console-release");
		goBack(request, response, () -> release(chosen(request)));
	}

	private String release(List<String> devices) {
		List<DeviceId> ids = Form.checked(() -> devices.stream().map(DeviceId::new).toList());
		long released = ids.stream().filter(care::release).count();
		return released == 0 ? "None of them was in quarantine." : Shown.count(released, "device")
				+ " released from quarantine. Their next checks offer the file again.";
	}

	private List<String> chosen(HttpServletRequest request) {
		List<String> devices = choice.of(request);
		if (devices.isEmpty()) {
			throw HttpRefusal.badRequest("No device is chosen. Tick some, or choose all that match.");
		}
		return devices;
	}

	private static void goBack(HttpServletRequest request, HttpServletResponse response, Supplier<String> act) {
		Pages.goBack(request, response, link(DeviceFilter.of(request), Form.raw(request, "after")), act);
	}

	private static String link(DeviceFilter filter, String after) {
		Map<String, @Nullable String> query = filter.fields();
		query.put("after", after);
		return ConsolePath.with(ConsolePath.DEVICES, query);
	}

}
