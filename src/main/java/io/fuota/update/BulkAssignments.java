package io.fuota.update;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.firmware.FileName;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Assigns one file to many devices, or says what that would do. */
@Component
public class BulkAssignments {

	/** So many objections are told; all of them are counted. */
	public static final int MAX_TOLD = 100;

	private final AssignmentBook assignments;

	private final Updates updates;

	private final Fleet fleet;

	BulkAssignments(AssignmentBook assignments, Updates updates, Fleet fleet) {
		this.assignments = assignments;
		this.updates = updates;
		this.fleet = fleet;
	}

	/**
	 * What would happen.
	 * @param fromVersion the version to update from; {@code *} for any but the file's own
	 * @throws IllegalArgumentException with a sentence, if a rule is broken
	 */
	public AssignmentPlan plan(Collection<DeviceId> devices, String fromVersion, FileName file, boolean force) {
		List<Assignment> rows = rows(devices, fromVersion, file);
		int changed = 0;
		int offered = 0;
		int waiting = 0;
		int objections = 0;
		List<AssignmentPlan.Objection> told = new ArrayList<>();
		for (Assignment row : rows) {
			Optional<String> objection = updates.objection(row);
			if (objection.isPresent() && !(force && updates.canBeForced(row))) {
				objections++;
				if (told.size() < MAX_TOLD) {
					told.add(new AssignmentPlan.Objection(row.deviceId(), objection.get(), updates.canBeForced(row)));
				}
			}
			if (assignments.find(new DeviceId(row.deviceId())).filter(row::saysTheSameAs).isEmpty()) {
				changed++;
			}
			if (runsWhatItIsFor(row)) {
				offered++;
			}
			else {
				waiting++;
			}
		}
		return new AssignmentPlan(rows.size(), changed, offered, waiting, objections, told);
	}

	/**
	 * Assigns, if nothing speaks against it; all of them or none, durably when this
	 * returns.
	 * @param check is given {@link #state} while nobody else can assign; what it throws
	 * is thrown, and nothing is done
	 * @return what was done; nothing, if it has objections
	 */
	public AssignmentPlan apply(Collection<DeviceId> devices, String fromVersion, FileName file, boolean force,
			Consumer<String> check) {
		return assignments.exclusively(() -> {
			check.accept(state(devices));
			AssignmentPlan plan = plan(devices, fromVersion, file, force);
			if (plan.objections() == 0) {
				assignments.assignAll(rows(devices, fromVersion, file)::forEach, force);
			}
			return plan;
		});
	}

	/**
	 * A digest of what these devices are assigned now: another one as soon as somebody
	 * changes one of their assignments.
	 */
	public String state(Collection<DeviceId> devices) {
		MessageDigest digest = sha256();
		devices.stream().distinct().sorted(Comparator.comparing(DeviceId::value)).forEach(device -> {
			Optional<Assignment> row = assignments.find(device);
			String text = device.value() + "\n" + row.map(Assignment::inWords).orElse("")
					+ row.filter(assignments::isForced).map(_ -> " forced").orElse("") + "\n";
			digest.update(text.getBytes(StandardCharsets.UTF_8));
		});
		return HexFormat.of().formatHex(digest.digest());
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private boolean runsWhatItIsFor(Assignment row) {
		return row.isForAnyVersion() || fleet.find(row.deviceId())
			.map(DeviceStatus::version)
			.filter(version -> runs(version, row.fromVersion()))
			.isPresent();
	}

	/** As a device reported it, with or without a build id. */
	private static boolean runs(String reported, String version) {
		return reported.equals(version) || reported.startsWith(version + ReportedVersion.BEFORE_BUILD_ID);
	}

	private static List<Assignment> rows(Collection<DeviceId> devices, String fromVersion, FileName file) {
		return new LinkedHashSet<>(devices).stream().map(device -> Assignment.of(device, fromVersion, file)).toList();
	}

}
