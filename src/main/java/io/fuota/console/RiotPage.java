package io.fuota.console;

import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** What is published for RIOT nodes, and the form that tells them of it. */
@Controller
class RiotPage {

	private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

	private final Pages pages;

	private final RiotDesk desk;

	private final DeviceRows devices;

	RiotPage(Pages pages, RiotDesk desk, DeviceRows devices) {
		this.pages = pages;
		this.desk = desk;
		this.devices = devices;
	}

	/** What the forms hold. */
	record Forms(String publishId, String wish, String nodes) {

		static Forms of(HttpServletRequest request) {
			return new Forms(Form.text(request, "publish"), Form.text(request, "wish"), Form.raw(request, "nodes"));
		}

	}

	@GetMapping(ConsolePath.RIOT)
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "riot");
		show(request, response, "");
	}

	@PostMapping(ConsolePath.RIOT + "/tell")
	void tell(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RiotRows.Wish wish = RiotRows.Wish.of(Form.text(request, "wish"));
		List<RiotDesk.Node> nodes = Form.lines(request, "nodes").stream().map(RiotPage::node).toList();
		RequestNote note = RequestNote.begin(request, "console-notify")
			.with("id", wish.id())
			.with("version", wish.version())
			.with("nodes", nodes.size());
		try {
			long run = desk.tell(wish.id(), wish.version(), nodes);
			note.with("run", run);
			Pages.goOn(request, response, ConsolePath.with(ConsolePath.RIOT_TOLD, "run", Long.toString(run)), true,
					Shown.count(nodes.size(), "node") + (nodes.size() == 1 ? " is" : " are") + " told of "
							+ wish.words() + " of " + wish.id() + ".");
		}
		catch (HttpRefusal refused) {
			response.setStatus(refused.status().value());
			show(request, response, String.valueOf(refused.getMessage()));
		}
	}

	/** An address, and perhaps a name behind it. */
	private static RiotDesk.Node node(String line) {
		String[] parts = line.split("\\s+", 2);
		return new RiotDesk.Node(parts[0], parts.length == 1 ? null : parts[1]);
	}

	@PostMapping(ConsolePath.RIOT + "/remove")
	void remove(HttpServletRequest request, HttpServletResponse response) {
		String id = Form.text(request, "id");
		String version = Form.text(request, "version");
		RequestNote.begin(request, "console-remove").with("id", id).with("version", version);
		try {
			Pages.goOn(request, response, ConsolePath.RIOT, true, Shown.count(desk.remove(id, version), "file")
					+ " of version " + version + " removed from " + id + ".");
		}
		catch (HttpRefusal refused) {
			Pages.goOn(request, response, ConsolePath.RIOT, false, String.valueOf(refused.getMessage()));
		}
	}

	@GetMapping(ConsolePath.RIOT_TOLD)
	void told(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "riot-told");
		String text = Form.text(request, "run");
		RiotDesk.Run run = desk.run(NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0)
			.orElseThrow(() -> new HttpRefusal(HttpStatus.NOT_FOUND,
					"Who was told then isn't remembered any more. The page of each device shows how far it is."));
		Map<String, DeviceRow> known = devices
			.seen(run.nodes().stream().map(RiotDesk.Told::device).filter(id -> !id.isEmpty()).distinct().toList())
			.stream()
			.collect(Collectors.toMap(DeviceRow::id, device -> device));
		List<RiotRows.NodeRow> rows = run.nodes()
			.stream()
			.map(node -> RiotRows.NodeRow.of(node, known.get(node.device())))
			.toList();
		Map<String, Object> model = new HashMap<>();
		model.put("run", RiotRows.RunRow.of(run));
		model.put("nodes", rows);
		model.put("moving", !run.over() || known.values().stream().anyMatch(RiotPage::isUnderWay));
		pages.show(request, response, "told", model);
	}

	private static boolean isUnderWay(DeviceRow device) {
		AttemptRow attempt = device.attempt();
		return attempt != null && attempt.underWay();
	}

	private void show(HttpServletRequest request, HttpServletResponse response, String trouble) throws IOException {
		List<RiotDesk.Published> published = desk.published();
		String root = desk.root();
		Map<String, Object> model = new HashMap<>();
		model.put("root", root);
		model.put("shelves", published.stream().map(one -> RiotRows.shelf(one, root)).toList());
		model.put("choices", RiotRows.choices(published));
		model.put("runs", desk.runs().stream().map(RiotRows.RunRow::of).toList());
		model.put("forms", Forms.of(request));
		model.put("trouble", trouble);
		pages.show(request, response, "riot", model);
	}

}
