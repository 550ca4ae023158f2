package io.fuota.console;

import io.fuota.console.PackageBook.Entry;
import io.fuota.console.PackageBook.Holder;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Exosite packages: what there is, and the form that makes, replaces or deletes one. */
@Controller
class PackagesPage {

	private final Pages pages;

	private final PackageBook packages;

	private final FirmwareCatalogue firmware;

	PackagesPage(Pages pages, PackageBook packages, FirmwareCatalogue firmware) {
		this.pages = pages;
		this.packages = packages;
		this.firmware = firmware;
	}

	/** A kind of package to choose. */
	record Kind(String value, String words) {
	}

	private static final List<Kind> KINDS = List.of(new Kind("URL_LIST", "URL_LIST: files and links"),
			new Kind("FILE", "FILE: one file or link"), new Kind("JSON", "JSON: an object in the manifest"));

	@GetMapping(ConsolePath.PACKAGES)
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "packages");
		Map<String, List<Holder>> holders = packages.holders().collect(Collectors.groupingBy(Holder::packageName));
		List<PackageRow> rows = packages.all()
			.stream()
			.map(entry -> PackageRow.of(entry, holders.getOrDefault(entry.name(), List.of())))
			.toList();
		pages.show(request, response, "packages", Map.of("packages", rows, "noFiles", firmware.all().isEmpty()));
	}

	@GetMapping(ConsolePath.PACKAGE_FORM)
	void ask(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "package-form");
		String name = Form.text(request, "name");
		show(request, response, name.isEmpty() ? PackageDraft.empty() : PackageDraft.of(packages.get(name)), "");
	}

	@PostMapping(ConsolePath.PACKAGE_FORM)
	void save(HttpServletRequest request, HttpServletResponse response) throws IOException {
		PackageDraft draft = PackageDraft.of(request);
		RequestNote.begin(request, "console-make-package").with("package", draft.name());
		try {
			packages.save(draft.wanted());
		}
		catch (HttpRefusal refused) {
			response.setStatus(refused.status().value());
			show(request, response, draft, String.valueOf(refused.getMessage()));
			return;
		}
		Pages.goOn(request, response, ConsolePath.with(ConsolePath.PACKAGE, "name", draft.name()), true,
				draft.isNew() ? "The package is made. Apply it to devices below."
						: "The package is changed. Devices keep what was applied before, until you apply it again.");
	}

	@PostMapping(ConsolePath.PACKAGES + "/delete")
	void delete(HttpServletRequest request, HttpServletResponse response) {
		String name = Form.raw(request, "name");
		RequestNote.begin(request, "console-delete-package").with("package", name);
		@Nullable String trouble = null;
		try {
			packages.delete(name);
		}
		catch (HttpRefusal refused) {
			trouble = refused.getMessage();
		}
		Pages.goOn(request, response, ConsolePath.PACKAGES, trouble == null,
				trouble == null ? "The package " + name + " is deleted. Devices keep what was applied." : trouble);
	}

	private void show(HttpServletRequest request, HttpServletResponse response, PackageDraft draft, String trouble)
			throws IOException {
		Map<String, Object> model = new HashMap<>();
		model.put("draft", draft);
		model.put("kinds", KINDS);
		model.put("files", firmware.all().stream().map(file -> file.name().value()).sorted().toList());
		model.put("trouble", trouble);
		pages.show(request, response, "package-form", model);
	}

}
