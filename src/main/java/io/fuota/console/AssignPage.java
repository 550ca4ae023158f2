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
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Gives a file to devices: who and what first, then what it would do, and only then the
 * button that does it.
 */
@Controller
class AssignPage {

	private static final String CHANGED = "Nothing was assigned: something changed since you looked. Look again.";

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
	 * @param seen what the devices were assigned meanwhile, as a digest
	 */
	record Outlook(String devices, String offered, String waiting, String changed, int objections,
			List<AssignmentPlan.Objection> told, boolean forceable, String seen) {

		static Outlook of(AssignmentPlan plan, String seen) {
			return new Outlook(Shown.count(plan.devices(), "device"), Shown.number(plan.offered()),
					Shown.number(plan.waiting()), Shown.number(plan.changed()), plan.objections(), plan.told(),
					plan.told().stream().allMatch(AssignmentPlan.Objection::canBeForced), seen);
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
				look(request, response, wish, devices, file, "");
				return;
			}
			AssignmentPlan done = bulk.apply(devices, wish.fromVersion(), file, wish.force(),
					now -> checkUnchanged(request, now));
			if (done.objections() > 0) {
				look(request, response, wish, devices, file, CHANGED);
				return;
			}
			goOn(request, response, wish, devices, done);
		}
		catch (HttpRefusal refused) {
			refuse(request, response, wish, refused);
		}
		catch (IllegalArgumentException wrong) {
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			show(request, response, wish, null, String.valueOf(wrong.getMessage()));
		}
	}

	/** What was shown before the button is what is done, or nothing is. */
	private static void checkUnchanged(HttpServletRequest request, String now) {
		if (!now.equals(Form.raw(request, "seen"))) {
			throw new HttpRefusal(HttpStatus.CONFLICT, CHANGED);
		}
	}

	private void look(HttpServletRequest request, HttpServletResponse response, Wish wish, List<DeviceId> devices,
			FileName file, String trouble) throws IOException {
		String seen = bulk.state(devices);
		AssignmentPlan plan = bulk.plan(devices, wish.fromVersion(), file, wish.force());
		show(request, response, wish, Outlook.of(plan, seen), trouble);
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, Wish wish, HttpRefusal refused)
			throws IOException {
		String sentence = String.valueOf(refused.getMessage());
		response.setStatus(refused.status().value());
		if (refused.status() == HttpStatus.CONFLICT) {
			look(request, response, wish, devices(request), file(wish), sentence);
		}
		else {
			show(request, response, wish, null, sentence);
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

	private void show(HttpServletRequest request, HttpServletResponse response, Wish wish, @Nullable Outlook plan,
			String trouble) throws IOException {
		Map<String, Object> model = new HashMap<>();
		model.put("wish", wish);
		model.put("states", DeviceFilter.STATES);
		model.put("files", firmware.all().stream().map(file -> file.name().value()).toList());
		model.put("trouble", trouble);
		if (plan != null) {
			model.put("plan", plan);
		}
		pages.show(request, response, "assign", model);
	}

}
