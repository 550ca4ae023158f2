package io.fuota.console;

import io.fuota.device.DeviceId;
import io.fuota.fleet.DeviceLabels;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.http.HttpRefusal;
import io.fuota.update.Assignment;
import io.fuota.update.AssignmentBook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Puts together what the core knows of a device. */
@Component
class DeviceRows {

	private final Fleet fleet;

	private final AssignmentBook assignments;

	private final DeviceLabels labels;

	private final List<CredentialBook> books;

	DeviceRows(Fleet fleet, AssignmentBook assignments, DeviceLabels labels, List<CredentialBook> books) {
		this.books = books;
		this.fleet = fleet;
		this.assignments = assignments;
		this.labels = labels;
	}

	/**
	 * Lets a device pass that was seen, or has an assignment or a credential.
	 * @throws HttpRefusal 404 for any other
	 */
	void check(DeviceId id) {
		check(id, true);
	}

	/** The same for somebody who, unless an admin, sees not every credential. */
	void check(DeviceId id, boolean admin) {
		if (!isKnown(id, admin)) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND, "There is no device " + id + ".");
		}
	}

	/** Whether there is anything to show of it. */
	boolean isKnown(DeviceId id) {
		return isKnown(id, true);
	}

	private boolean isKnown(DeviceId id, boolean admin) {
		return fleet.find(id.value()).isPresent() || assignments.find(id).isPresent()
				|| !credentials(id, admin).isEmpty();
	}

	/**
	 * By what it shows who it is.
	 * @param admin whether an admin looks; others see fewer
	 */
	List<CredentialRow> credentials(DeviceId id, boolean admin) {
		return CredentialRow.of(books.stream().filter(book -> admin || book.isSeenByOperators()).toList(), id.value());
	}

	List<DeviceRow> of(List<String> ids) {
		Map<String, List<String>> labelled = labels.of(ids);
		return ids.stream().map(id -> of(id, labelled.getOrDefault(id, List.of()))).toList();
	}

	/** The ones among these that were heard or told something. */
	List<DeviceRow> seen(List<String> ids) {
		return of(ids.stream().filter(id -> fleet.find(id).isPresent()).toList());
	}

	DeviceRow of(String id) {
		return of(id, labels.of(id));
	}

	private DeviceRow of(String id, List<String> labelled) {
		Optional<Assignment> assignment = assignments.find(new DeviceId(id));
		@Nullable String file = assignment.map(Assignment::fileName).orElse(null);
		@Nullable String from = assignment.map(Assignment::fromVersion).orElse(null);
		boolean forced = assignment.filter(assignments::isForced).isPresent();
		Optional<DeviceStatus> status = fleet.find(id);
		if (status.isEmpty()) {
			return new DeviceRow(id, ConsolePath.device(id), null, null, null, null, null, null, file, from, forced,
					new Badge("idle", "never seen"), null, 0, labelled);
		}
		DeviceStatus seen = status.get();
		UpdateAttempt attempt = seen.attempt();
		boolean heard = seen.version() != null;
		return new DeviceRow(id, ConsolePath.device(id), seen.version(), seen.build().hardware(),
				seen.build().project(), Shown.at(seen.lastSeen()), heard ? seen.address() : null,
				heard ? seen.protocol() : null, file, from, forced,
				heard || attempt != null ? Badge.of(seen) : new Badge("idle", "never seen"),
				attempt == null ? null : AttemptRow.of(attempt), seen.failedRounds(), labelled);
	}

}
