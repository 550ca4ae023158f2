package io.fuota.console;

import io.fuota.device.DeviceId;
import io.fuota.firmware.FileName;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.update.AssignmentPlan;
import io.fuota.update.BulkAssignments;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Gives a file to devices: who and what first, then what it would do, and only then the
 * button that does it.
 */
@Controller
class AssignPage {

	private final Pages pages;

	private final DeviceChoice choice;

	private final FirmwareCatalogue firmware;

	private final BulkAssignments bulk;

	AssignPage(Pages pages, DeviceChoice choice, FirmwareCatalogue firmware, BulkAssignments bulk) {
		this.pages = pages;
		this.choice = choice;
		this.firmware = firmware;
		this.bulk = bulk;
	}

	/**
	 * What the form says.
	 *
	 * @param chosen devices by their ids
	 * @param list more of them, one id on each line
	 * @param all whether all that match the filter are meant instead
	 */
	record Wish(List<String> chosen, String list, boolean all, DeviceFilter filter, String file, String fromVersion,
			boolean force) {

		static Wish of(HttpServletRequest request) {
			return new Wish(Form.all(request, "device").stream().distinct().toList(), Form.raw(request, "list"),
					"all".equals(request.getParameter("scope")), DeviceFilter.of(request), Form.raw(request, "file"),
					Form.raw(request, "fromVersion"), Form.isTicked(request, "force"));
		}

	}

	/**
	 * What would happen, in words.
	 *
	 * @param forceable whether every objection that is told can be overridden
	 */
	record Outlook(String devices, String offered, String waiting, String changed, int objections,
			List<AssignmentPlan.Objection> told, boolean forceable) {

		static Outlook of(AssignmentPlan plan) {
			return new Outlook(Shown.count(plan.devices(), "device"), Shown.number(plan.offered()),
					Shown.number(plan.waiting()), Shown.number(plan.changed()), plan.objections(), plan.told(),
					plan.told().stream().allMatch(AssignmentPlan.Objection::canBeForced));
		}

	}

	@GetMapping(ConsolePath.ASSIGN)
	void ask(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "assign");
		show(request, response, Wish.of(request), null, "");
	}

	@PostMapping(ConsolePath.ASSIGN)
	void assign(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Wish wish = Wish.of(request);
		String act = Form.raw(request, "do");
		RequestNote.begin(request, "apply".equals(act) ? "console-assign" : "console-assign-dry-run");
		if (act.isEmpty()) {
			show(request, response, wish, null, "");
			return;
		}
		try {
			List<DeviceId> devices = devices(request);
			FileName file = file(wish);
			if (!act.equals("apply")) {
				show(request, response, wish, bulk.plan(devices, wish.fromVersion(), file, wish.force()), "");
				return;
			}
			AssignmentPlan done = bulk.apply(devices, wish.fromVersion(), file, wish.force());
			if (done.objections() > 0) {
				show(request, response, wish, done, "Nothing was assigned: something changed since you looked.");
				return;
			}
			goOn(request, response, wish, devices, done);
		}
		catch (HttpRefusal refused) {
			response.setStatus(refused.status().value());
			show(request, response, wish, null, String.valueOf(refused.getMessage()));
		}
		catch (IllegalArgumentException wrong) {
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			show(request, response, wish, null, String.valueOf(wrong.getMessage()));
		}
	}

	private List<DeviceId> devices(HttpServletRequest request) {
		List<String> ids = choice.of(request);
		if (ids.isEmpty()) {
			throw HttpRefusal.badRequest("No device is chosen, or none matches. Name at least one.");
		}
		return ids.stream().map(DeviceId::new).toList();
	}

	private FileName file(Wish wish) {
		if (wish.file().isEmpty()) {
			throw HttpRefusal.badRequest("Choose a firmware file.");
		}
		return firmware.find(wish.file())
			.map(FirmwareFile::name)
			.orElseThrow(() -> HttpRefusal.badRequest("There is no file " + wish.file() + ". Upload it first."));
	}

	private static void goOn(HttpServletRequest request, HttpServletResponse response, Wish wish,
			List<DeviceId> devices, AssignmentPlan done) {
		String to = devices.size() == 1 ? ConsolePath.device(devices.getFirst().value())
				: ConsolePath.with(ConsolePath.DEVICES, wish.all() ? wish.filter().fields() : Map.of());
		Pages.goOn(request, response, to, true, wish.file() + " is assigned to " + Shown.count(done.devices(), "device")
				+ "; " + Shown.number(done.offered()) + " of them will be offered it at the next check.");
	}

	private void show(HttpServletRequest request, HttpServletResponse response, Wish wish,
			@Nullable AssignmentPlan plan, String trouble) throws IOException {
		Map<String, Object> model = new HashMap<>();
		model.put("wish", wish);
		model.put("states", DeviceFilter.STATES);
		model.put("files", firmware.all().stream().map(file -> file.name().value()).toList());
		model.put("trouble", trouble);
		if (plan != null) {
			model.put("plan", Outlook.of(plan));
		}
		pages.show(request, response, "assign", model);
	}

}
