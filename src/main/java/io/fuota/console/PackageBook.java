package io.fuota.console;

import io.fuota.fleet.UpdateAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Software packages of a protocol as people see, make and apply them; the protocol itself
 * fills this in, since the console knows no protocol.
 */
public interface PackageBook {

	/**
	 * A package.
	 *
	 * @param type URL_LIST, FILE or JSON
	 * @param items what is in it: firmware files and links; of type JSON, the object as
	 * text
	 * @param listed for which devices it is listed by their ids; empty: for none
	 * @param label for which label it is listed; empty: for none
	 * @param tag another one, and the package has changed
	 */
	record Entry(String name, String version, String title, String description, String type, List<Item> items,
			List<String> listed, String label, Instant made, Instant changed, String tag) {

		/** Whether it says for whom it is meant. */
		public boolean isListed() {
			return !listed.isEmpty() || !label.isEmpty();
		}

	}

	/**
	 * What is in a package.
	 *
	 * @param isFile whether it is the name of a firmware file of this server
	 */
	record Item(String text, boolean isFile) {
	}

	/**
	 * A package as a form has it; what is left out is empty.
	 *
	 * @param links each with {@code ://} in it
	 * @param json the payload of a package of type JSON
	 * @param seen the tag of the package that is to be replaced; empty: there is none
	 */
	record Draft(String name, String version, String title, String description, String type, List<String> files,
			List<String> links, String json, List<String> listed, String label, String seen) {
	}

	/**
	 * To whom a package is applied: to these devices, to all with a label, or where both
	 * are null, to those that it is listed for.
	 *
	 * @param force whether it counts although an image in it doesn't fit
	 */
	record Wish(@Nullable List<String> devices, @Nullable String label, boolean force) {
	}

	/**
	 * What applying it does.
	 *
	 * @param changed how many of the devices have another manifest then
	 * @param waiting how many wait in a long poll and are told at once
	 * @param objections how many it can't be applied to; then it is applied to none
	 * @param told the first of them
	 * @param seen what this rests on, as a digest
	 */
	record Outlook(int devices, int changed, int waiting, int objections, List<Objection> told, String seen) {
	}

	/** Why a device shouldn't have it. */
	record Objection(String device, String reason, boolean canBeForced) {
	}

	/**
	 * A device that a package was applied to, and nothing else since.
	 *
	 * @param version of the package, when it was applied
	 * @param current whether the package is still as it was then
	 * @param since when it was applied
	 * @param told whether the device was told of it
	 * @param attempt how far the device is; null where nothing is known of that
	 * @param runs the version that the device reported last; null where it never did
	 */
	record Holder(String packageName, String device, String version, boolean current, Instant since, boolean told,
			@Nullable UpdateAttempt attempt, boolean quarantined, @Nullable String runs) {
	}

	/** All packages by name. */
	List<Entry> all();

	/**
	 * One of them.
	 * @throws io.fuota.http.HttpRefusal 404 where there is none
	 */
	Entry get(String name);

	/**
	 * Makes a package or replaces one, durably when this returns.
	 * @throws io.fuota.http.HttpRefusal 400 if it breaks a rule; 409 if the package isn't
	 * the one that was seen
	 */
	void save(Draft draft);

	/**
	 * Deletes a package; devices keep what was applied.
	 * @throws io.fuota.http.HttpRefusal 404 where there is none
	 */
	void delete(String name);

	/**
	 * What applying a package would do; has no effect.
	 * @throws io.fuota.http.HttpRefusal 400, 404 or 409 with the cause
	 */
	Outlook look(String name, Wish wish);

	/**
	 * Applies a package to all of the devices, or to none; durable when this returns.
	 * @param seen of the outlook that whoever decided has seen
	 * @return what was done
	 * @throws io.fuota.http.HttpRefusal 400, 404, or 409 with the cause, such as that
	 * something changed since
	 */
	Outlook apply(String name, Wish wish, String seen);

	/** The devices that packages were applied to, by their ids. */
	Stream<Holder> holders();

	/** The package that was applied to a device, and nothing else since. */
	Optional<Holder> appliedTo(String device);

}
