package io.fuota.fleet;

import io.fuota.device.DeviceId;
import io.fuota.history.AuditTrail;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators do with a device itself; durable when it returns. */
@Component
public class DeviceCare {

	/** The longest name of a hardware or project, in UTF-16 code units. */
	private static final int MAX_TEXT = 255;

	private static final int FORGOTTEN_AT_ONCE = 1_000;

	private final Fleet fleet;

	private final FleetRows rows;

	private final AuditTrail audit;

	private final TransactionTemplate transactions;

	private final Clock clock;

	DeviceCare(Fleet fleet, FleetRows rows, AuditTrail audit, TransactionTemplate transactions, Clock clock) {
		this.fleet = fleet;
		this.rows = rows;
		this.audit = audit;
		this.transactions = transactions;
		this.clock = clock;
	}

	/** Ends a device's quarantine; false where it is in none. */
	public boolean release(DeviceId id) {
		boolean was = fleet.change(id.value(), device -> device.release(clock.instant(), "released by an operator"));
		if (was) {
			fleet.awaitDurable();
			audit.record("release", id.value(), "in quarantine", null, false);
		}
		return was;
	}

	/**
	 * An operator says what a device is: images for something else are no longer offered
	 * to it. Its next confirmed image may say otherwise.
	 * @param hardware null: unknown
	 * @param project null: unknown
	 * @throws IllegalArgumentException with a sentence, if a text breaks a rule
	 */
	public void describe(DeviceId id, @Nullable String hardware, @Nullable String project) {
		OperatorText.check("The hardware", hardware, MAX_TEXT);
		OperatorText.check("The project", project, MAX_TEXT);
		OfferedFile.Build before = fleet.begin(id.value(), device -> device.describe(hardware, project));
		fleet.awaitDurable();
		audit.record("describe", id.value(), before.hardware() + ", " + before.project(), hardware + ", " + project,
				false);
	}

	/**
	 * Forgets all that is known of a device: its version, attempts, labels and timeline.
	 * Another device under its id begins anew.
	 * @return whether there was anything to forget
	 */
	public boolean forget(DeviceId id) {
		boolean asked = fleet.dropUnknown(id.value());
		Optional<DeviceStatus> seen = fleet.drop(id.value());
		// What is being written of it now is written before it is deleted.
		fleet.awaitDurable();
		boolean known = Boolean.TRUE.equals(transactions.execute(_ -> {
			boolean there = rows.delete(id.value()) || seen.isPresent();
			if (there) {
				audit.record("forget", id.value(), seen.map(DeviceStatus::version).orElse(null), null, false);
			}
			return there;
		}));
		return known || asked;
	}

	/**
	 * Forgets devices that nobody assigned anything to, to make room; not in the audit
	 * trail.
	 */
	public void forgetStrangers(Collection<String> ids) {
		ids.forEach(fleet::drop);
		fleet.awaitDurable();
		List<String> all = List.copyOf(ids);
		for (int from = 0; from < all.size(); from += FORGOTTEN_AT_ONCE) {
			List<String> step = all.subList(from, Math.min(from + FORGOTTEN_AT_ONCE, all.size()));
			transactions.executeWithoutResult(_ -> step.forEach(rows::delete));
		}
	}

}
