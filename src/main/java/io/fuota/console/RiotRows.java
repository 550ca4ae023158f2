package io.fuota.console;

import io.fuota.console.RiotDesk.Answer;
import io.fuota.console.RiotDesk.Published;
import io.fuota.console.RiotDesk.Run;
import io.fuota.console.RiotDesk.Told;
import io.fuota.console.RiotDesk.Version;
import io.fuota.console.Shown.Moment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is published for RIOT nodes, and who was told, as pages show it. */
final class RiotRows {

	/** Between id and version in the value of a choice; no version has it. */
	private static final char SEPARATOR = '/';

	private RiotRows() {
	}

	/** A publish id and the version that nodes are told of; empty: by slot. */
	record Wish(String id, String version) {

		/** Reads a choice; one that can't be leads to an id that nothing is under. */
		static Wish of(String value) {
			int end = value.lastIndexOf(SEPARATOR);
			return end < 0 ? new Wish(value, RiotDesk.LATEST)
					: new Wish(value.substring(0, end), value.substring(end + 1));
		}

		String value() {
			return id + SEPARATOR + version;
		}

		/** In a sentence. */
		String words() {
			return version.isEmpty() ? "the newest for the slot that a node doesn't run"
					: version.equals(RiotDesk.LATEST) ? "the latest version" : "version " + version;
		}

	}

	/**
	 * What is under one id.
	 *
	 * @param url what the URLs of its files begin with
	 */
	record Shelf(String id, String url, List<VersionRow> versions) {
	}

	/**
	 * A version of it.
	 *
	 * @param tell the link to tell nodes of it; null where that can't be
	 */
	record VersionRow(String name, boolean latest, String sequence, String classId, @Nullable Moment at,
			List<FileLine> files, List<String> warnings, List<String> goes, @Nullable String tell) {
	}

	/** A file of it. */
	record FileLine(String name, String href, String size) {
	}

	/** What nodes can be told of. */
	record Choice(String value, String words) {
	}

	static Shelf shelf(Published published, String root) {
		return new Shelf(published.id(), root + "/" + published.id(),
				published.versions().stream().map(version -> row(published, version)).toList());
	}

	private static VersionRow row(Published published, Version version) {
		List<FileLine> files = version.files()
			.stream()
			.map(file -> new FileLine(file.name().substring(published.id().length() + 1), ConsolePath.file(file.name()),
					Shown.size(file.size())))
			.toList();
		@Nullable String wish = version.tellable() ? new Wish(published.id(), version.name()).value()
				: published.newestForASlot() && version.latest() ? new Wish(published.id(), "").value() : null;
		return new VersionRow(version.name(), version.latest(), version.sequence(), version.classId(),
				Shown.at(version.at()), files, version.warnings(), version.goes(),
				wish == null ? null : ConsolePath.with(ConsolePath.RIOT, "wish", wish) + "#tell");
	}

	/** By id, the latest first. */
	static List<Choice> choices(List<Published> published) {
		List<Choice> choices = new ArrayList<>();
		for (Published one : published) {
			if (one.newestForASlot()) {
				choices.add(choice(one, ""));
			}
			for (Version version : one.versions()) {
				if (version.tellable() && version.latest() && !version.name().equals(RiotDesk.LATEST)) {
					choices.add(choice(one, RiotDesk.LATEST));
				}
				if (version.tellable()) {
					choices.add(choice(one, version.name()));
				}
			}
		}
		return choices;
	}

	private static Choice choice(Published published, String version) {
		Wish wish = new Wish(published.id(), version);
		return new Choice(wish.value(), published.id() + ": " + wish.words());
	}

	/** Nodes that are told, or were, in a line. */
	record RunRow(String href, String id, String words, String account, @Nullable Moment at, boolean over,
			String trouble, String counts) {

		static RunRow of(Run run) {
			return new RunRow(ConsolePath.with(ConsolePath.RIOT_TOLD, "run", Long.toString(run.number())), run.id(),
					new Wish(run.id(), run.version()).words(), run.account(), Shown.at(run.at()), run.over(),
					run.trouble(), RiotRows.counts(run));
		}

	}

	private static String counts(Run run) {
		Map<Answer, Long> counts = run.nodes()
			.stream()
			.collect(Collectors.groupingBy(Told::answer, () -> new EnumMap<>(Answer.class), Collectors.counting()));
		return counts.entrySet()
			.stream()
			.map(count -> Shown.number(count.getValue()) + " " + badge(count.getKey()).word())
			.collect(Collectors.joining(", "));
	}

	/**
	 * A node that is told, or was.
	 *
	 * @param device what is known of it; null where nothing is
	 */
	record NodeRow(String url, String name, Badge badge, String sentence, String took, @Nullable DeviceRow device) {

		static NodeRow of(Told node, @Nullable DeviceRow device) {
			return new NodeRow(node.url(), node.device(), RiotRows.badge(node.answer()), node.sentence(),
					node.answer() == Answer.QUEUED ? "" : Shown.seconds(node.took()), device);
		}

	}

	private static Badge badge(Answer answer) {
		return switch (answer) {
			case QUEUED -> new Badge("idle", "not asked yet");
			case WAITING -> new Badge("busy", "waiting");
			case TOLD -> new Badge("good", "told");
			case TOLD_LATE -> new Badge("good", "told, answered late");
			case REFUSED -> new Badge("bad", "refused");
			case SILENT -> new Badge("warn", "silent");
			case UNREACHABLE -> new Badge("bad", "unreachable");
		};
	}

}
