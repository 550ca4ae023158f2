package io.fuota.console;

import io.fuota.console.PackageBook.Entry;
import io.fuota.console.PackageBook.Holder;
import io.fuota.console.PackageBook.Item;
import io.fuota.console.Shown.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A package as the pages show it.
 *
 * @param brief what is in it, in a few words
 * @param listedFor in words; empty where it is listed for none
 * @param devices how many it was applied to
 * @param counts how many of them are how far, most first
 */
record PackageRow(String name, String href, String changeHref, String version, String title, String description,
		String type, List<Content> items, String brief, String listedFor, @Nullable Moment made,
		@Nullable Moment changed, long devices, List<Count> counts) {

	/** Names in a list that are shown, before "and 3 more". */
	private static final int NAMED = 3;

	/**
	 * A thing in it.
	 *
	 * @param href of a firmware file's card; null for whatever is elsewhere: a link may
	 * lead anywhere
	 */
	record Content(String text, @Nullable String href) {

		static Content of(Item item) {
			return new Content(item.text(), item.isFile() ? ConsolePath.file(item.text()) : null);
		}

	}

	/** How many devices are in a state. */
	record Count(Badge badge, long devices) {
	}

	static PackageRow of(Entry entry, List<Holder> holders) {
		return new PackageRow(entry.name(), ConsolePath.with(ConsolePath.PACKAGE, "name", entry.name()),
				ConsolePath.with(ConsolePath.PACKAGE_FORM, "name", entry.name()), entry.version(), entry.title(),
				entry.description(), entry.type(), entry.items().stream().map(Content::of).toList(), brief(entry),
				listedFor(entry), Shown.at(entry.made()), Shown.at(entry.changed()), holders.size(), counts(holders));
	}

	private static String brief(Entry entry) {
		return entry.type().equals("JSON") ? "an object" : some(entry.items().stream().map(Item::text).toList());
	}

	private static String listedFor(Entry entry) {
		return entry.label().isEmpty() ? some(entry.listed()) : "label " + entry.label();
	}

	private static String some(List<String> all) {
		String first = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
		return all.size() <= NAMED ? first : first + " and " + Shown.number(all.size() - NAMED) + " more";
	}

	private static List<Count> counts(List<Holder> holders) {
		Map<Badge, Long> counted = new LinkedHashMap<>();
		holders.forEach(holder -> counted.merge(Badge.of(holder), 1L, Long::sum));
		List<Count> counts = new ArrayList<>();
		counted.forEach((badge, devices) -> counts.add(new Count(badge, devices)));
		counts.sort(Comparator.comparingLong(Count::devices).reversed());
		return counts;
	}

}
