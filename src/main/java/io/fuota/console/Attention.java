package io.fuota.console;

import io.fuota.firmware.FirmwareSettings;
import io.fuota.storage.FileStore;
import io.fuota.tls.ShownCertificate;
import io.fuota.update.DeviceQuery;
import io.fuota.update.FleetCounts;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What somebody should look at, and what to do about it. */
@Component
class Attention {

	private final FileStore store;

	private final FirmwareSettings firmware;

	private final ShownCertificate certificate;

	private final Clock clock;

	Attention(FileStore store, FirmwareSettings firmware, ShownCertificate certificate, Clock clock) {
		this.store = store;
		this.firmware = firmware;
		this.certificate = certificate;
		this.clock = clock;
	}

	/**
	 * One thing.
	 *
	 * @param look bad or warn
	 * @param what it is
	 * @param advice what to do
	 * @param href where
	 */
	record Item(String look, String what, String advice, String href, String link) {
	}

	/**
	 * What there is now.
	 * @param admin whether an admin looks: only he can do something about certificate and
	 * disk
	 */
	List<Item> items(FleetCounts counts, boolean admin) {
		List<Item> items = new ArrayList<>();
		if (counts.quarantined() > 0) {
			items.add(devices("bad", counts.quarantined(), "in quarantine",
					"The whole file was downloaded again and again, and never ran. Assign another file, or release "
							+ "once the cause is gone.",
					DeviceQuery.QUARANTINED));
		}
		if (counts.looping() > 0) {
			items.add(new Item("warn",
					Shown.count(counts.looping(), "device") + " came back with the old version after a whole download",
					"Nothing to do yet: a few more rounds lead to quarantine. Look at one of them if there are many.",
					withState("FAILED"), "Show"));
		}
		addStates(items, counts);
		if (counts.unknown() > 0) {
			items.add(new Item("warn", Shown.count(counts.unknown(), "unknown device") + " asked for an update",
					"Nothing is assigned under such an id. Perhaps there is a typing error.", ConsolePath.UNKNOWN,
					"Show"));
		}
		if (admin) {
			addCertificate(items);
			addDisk(items);
		}
		return items;
	}

	private static void addStates(List<Item> items, FleetCounts counts) {
		if (counts.failed() > 0) {
			items.add(devices("bad", counts.failed(), "failed to update",
					"The device's page says how. Assign again to try again.", "FAILED"));
		}
		if (counts.inState("UNEXPECTED_VERSION") > 0) {
			items.add(devices("warn", counts.inState("UNEXPECTED_VERSION"), "came back with an unexpected version",
					"Is the right file assigned? A device may also have been flashed by hand.", "UNEXPECTED_VERSION"));
		}
		if (counts.inState("UNKNOWN") > 0) {
			items.add(devices("warn", counts.inState("UNKNOWN"), "went silent in an update",
					"Nothing was heard until the deadline: switched off, without a network, or not starting any more.",
					"UNKNOWN"));
		}
	}

	private void addCertificate(List<Item> items) {
		addCertificate(items, "The certificate", certificate.now());
		certificate.more().forEach((name, pair) -> addCertificate(items, "The certificate " + name, pair));
	}

	private void addCertificate(List<Item> items, String which, ShownCertificate.Pair pair) {
		Instant now = clock.instant();
		Instant until = pair.validUntil();
		if (now.isAfter(until.minus(ShownCertificate.SOON))) {
			items.add(new Item(now.isAfter(until) ? "bad" : "warn",
					which + (now.isAfter(until) ? " expired on " : " expires on ")
							+ until.toString().substring(0, "2026-01-31".length()),
					"Replace it and its key; the server takes them as it runs.", ConsolePath.SETTINGS,
					"Show the certificate"));
		}
	}

	private void addDisk(List<Item> items) {
		try {
			long left = store.bytesLeft();
			if (left < firmware.maxUpload().toBytes()) {
				items.add(new Item("bad", "The disk has room for " + Shown.size(left) + " of uploads",
						"Delete firmware that no device needs, or make room on the disk.", ConsolePath.FIRMWARE,
						"Show firmware"));
			}
		}
		catch (IOException failure) {
			items.add(new Item("bad", "The data folder can't be looked at", "The server's log says why.",
					ConsolePath.SETTINGS, "Show settings"));
		}
	}

	private static Item devices(String look, long count, String what, String advice, String state) {
		return new Item(look, Shown.count(count, "device") + " " + what, advice, withState(state), "Show");
	}

	private static String withState(String state) {
		return ConsolePath.with(ConsolePath.DEVICES, "state", state);
	}

}
