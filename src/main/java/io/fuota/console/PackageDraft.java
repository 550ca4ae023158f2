package io.fuota.console;

import io.fuota.console.PackageBook.Draft;
import io.fuota.console.PackageBook.Entry;
import io.fuota.console.PackageBook.Item;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A package as its form shows it.
 *
 * @param links one on each line
 * @param devices for which it is listed, one id on each line
 * @param seen the tag of the package that is replaced; empty for a new one
 */
record PackageDraft(String name, String version, String title, String description, String type, List<String> files,
		String links, String json, String devices, String label, String seen) {

	static PackageDraft empty() {
		return new PackageDraft("", "", "", "", "URL_LIST", List.of(), "", "", "", "", "");
	}

	static PackageDraft of(Entry entry) {
		boolean isObject = entry.type().equals("JSON");
		return new PackageDraft(entry.name(), entry.version(), entry.title(), entry.description(), entry.type(),
				entry.items().stream().filter(Item::isFile).map(Item::text).toList(),
				isObject ? ""
						: entry.items()
							.stream()
							.filter(item -> !item.isFile())
							.map(Item::text)
							.collect(Collectors.joining("\n")),
				isObject ? entry.items().getFirst().text() : "", String.join("\n", entry.listed()), entry.label(),
				entry.tag());
	}

	static PackageDraft of(HttpServletRequest request) {
		return new PackageDraft(Form.text(request, "name"), Form.text(request, "version"), Form.text(request, "title"),
				Form.text(request, "description"), Form.text(request, "type"), Form.all(request, "file"),
				Form.raw(request, "links"), Form.text(request, "json"), Form.raw(request, "devices"),
				Form.text(request, "label"), Form.raw(request, "seen"));
	}

	/** Read by the template, which sees public methods alone. */
	public boolean isNew() {
		return seen.isEmpty();
	}

	Draft wanted() {
		return new Draft(name, version, title, description, type, files, Form.lines(links), json, Form.lines(devices),
				label, seen);
	}

}
