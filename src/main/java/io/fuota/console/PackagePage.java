package io.fuota.console;

import io.fuota.console.PackageBook.Entry;
import io.fuota.console.PackageBook.Holder;
import io.fuota.console.PackageBook.Objection;
import io.fuota.console.PackageBook.Outlook;
import io.fuota.console.PackageBook.Wish;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * One package: what is in it, how far its devices are, and its way to more of them, with
 * the result of a dry run before the button.
 */
@Controller
class PackagePage {

	/** Devices on a page. */
	static final int PAGE = 100;

	private final Pages pages;

	private final PackageBook packages;

	PackagePage(Pages pages, PackageBook packages) {
		this.pages = pages;
		this.packages = packages;
	}

	/**
	 * To whom, as the form has it.
	 *
	 * @param scope listed, named or label
	 * @param list ids, one on each line
	 */
	record Choice(String scope, String list, String label, boolean force) {

		static Choice of(HttpServletRequest request, Entry entry) {
			String scope = Form.text(request, "scope");
			return new Choice(scope.isEmpty() ? (entry.isListed() ? "listed" : "named") : scope,
					Form.raw(request, "list"), Form.text(request, "label"), Form.isTicked(request, "force"));
		}

		Wish wish() {
			return switch (scope) {
				case "listed" -> new Wish(null, null, force);
				case "label" -> new Wish(null, label, force);
				default -> new Wish(Form.lines(list), null, force);
			};
		}

	}

	/** What would happen, in words. */
	record Plan(String devices, String changed, String waiting, int objections, List<Objection> told, boolean forceable,
			String seen) {

		static Plan of(Outlook outlook) {
			return new Plan(Shown.count(outlook.devices(), "device"), Shown.number(outlook.changed()),
					Shown.number(outlook.waiting()), outlook.objections(), outlook.told(),
					outlook.told().stream().allMatch(Objection::canBeForced), outlook.seen());
		}

	}

	@GetMapping(ConsolePath.PACKAGE)
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "package");
		Entry entry = packages.get(Form.text(request, "name"));
		show(request, response, entry, Choice.of(request, entry), null, "");
	}

	@PostMapping(ConsolePath.PACKAGE_APPLY)
	void apply(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String name = Form.text(request, "name");
		boolean isReal = Form.raw(request, "do").equals("apply");
		RequestNote.begin(request, isReal ? "console-apply-package" : "console-apply-package-dry-run")
			.with("package", name);
		Entry entry = packages.get(name);
		Choice choice = Choice.of(request, entry);
		try {
			if (!isReal) {
				show(request, response, entry, choice, packages.look(name, choice.wish()), "");
				return;
			}
			Outlook done = packages.apply(name, choice.wish(), Form.raw(request, "seen"));
			Pages.goOn(request, response, ConsolePath.with(ConsolePath.PACKAGE, "name", name), true,
					name + " is applied to " + Shown.count(done.devices(), "device") + "; "
							+ Shown.number(done.waiting()) + " of them waited for it and "
							+ (done.waiting() == 1 ? "is" : "are") + " told at once.");
		}
		catch (HttpRefusal refused) {
			response.setStatus(refused.status().value());
			show(request, response, entry, choice, isReal ? again(name, choice, refused) : null,
					String.valueOf(refused.getMessage()));
		}
	}

	/** What would happen now, where the refusal was that it is something else. */
	private @Nullable Outlook again(String name, Choice choice, HttpRefusal refused) {
		if (refused.status() != HttpStatus.CONFLICT) {
			return null;
		}
		try {
			return packages.look(name, choice.wish());
		}
		catch (HttpRefusal _) {
			// The sentence that is shown says why.
			return null;
		}
	}

	private void show(HttpServletRequest request, HttpServletResponse response, Entry entry, Choice choice,
			@Nullable Outlook outlook, String trouble) throws IOException {
		List<Holder> holders = packages.holders().filter(one -> one.packageName().equals(entry.name())).toList();
		String after = Form.raw(request, "after");
		List<HolderRow> shown = holders.stream()
			.filter(holder -> holder.device().compareTo(after) > 0)
			.limit(PAGE + 1L)
			.map(HolderRow::of)
			.toList();
		boolean more = shown.size() > PAGE;
		List<HolderRow> rows = more ? shown.subList(0, PAGE) : shown;
		Map<String, Object> model = new HashMap<>();
		model.put("pack", PackageRow.of(entry, holders));
		model.put("listed", entry.isListed());
		model.put("holders", rows);
		model.put("moving", rows.stream().map(HolderRow::attempt).anyMatch(one -> one != null && one.underWay()));
		model.put("choice", choice);
		model.put("trouble", trouble);
		model.put("page", new DevicesPage.Page(link(entry, after), after.isEmpty() ? null : link(entry, ""),
				more ? link(entry, rows.getLast().device()) : null));
		if (outlook != null) {
			model.put("plan", Plan.of(outlook));
		}
		pages.show(request, response, "package", model);
	}

	private static String link(Entry entry, String after) {
		Map<String, @Nullable String> query = new LinkedHashMap<>();
		query.put("name", entry.name());
		query.put("after", after);
		return ConsolePath.with(ConsolePath.PACKAGE, query);
	}

}
