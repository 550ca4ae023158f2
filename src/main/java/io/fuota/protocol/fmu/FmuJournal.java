package io.fuota.protocol.fmu;

import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.Download;
import io.fuota.fleet.Fleet;
import io.fuota.http.LineBudget;
import io.fuota.http.LogText;
import io.fuota.protocol.coap.CoapPeer;
import io.fuota.protocol.fmu.FmuTransfers.Transfer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What is told of devices as they check and download: the one place that does. Anybody
 * can send checks as fast as the network carries them, so the log gets so many lines in a
 * second and no more.
 */
@Component
class FmuJournal {

	/** As for requests over HTTP. */
	private static final Logger LOG = LoggerFactory.getLogger("io.fuota.requests");

	/** Lines in a second; the others are counted. */
	static final int MAX_LINES = 200;

	private final Fleet fleet;

	private final LineBudget lines = new LineBudget(MAX_LINES, () -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()));

	private final FmuMeters meters;

	FmuJournal(Fleet fleet, FmuMeters meters) {
		this.fleet = fleet;
		this.meters = meters;
	}

	/** A device asked what to do; an empty offer: it stays as it is. */
	void checked(FmuCheck check, Optional<FirmwareFile> offer, CoapPeer peer) {
		meters.checked(offer.isPresent());
		if (mayLog()) {
			LOG.info("check {} version={}{} answer={} from={}", LogText.field("device", check.device().value()),
					check.running(), offer.map(FmuJournal::field).orElse(""), offer.isPresent() ? "2.05" : "RST",
					peer.addressText());
		}
	}

	/**
	 * A block is sent to a device; told again when the device asks for it again.
	 * @param position of the block in the file
	 * @param length in bytes; the file may end before
	 */
	void sent(Transfer transfer, long position, int length, CoapPeer peer) {
		FirmwareFile file = transfer.file();
		boolean last = position + length >= file.size();
		meters.downloads().sent((int) Math.max(0, Math.min(length, file.size() - position)), last);
		Download download = fleet.download(transfer.device(), file.digest().hex());
		download.sent(position, Math.min(position + length, file.size()));
		if (last) {
			download.ended(true);
		}
		if (last && mayLog()) {
			LOG.info("download {}{} answer=2.05 bytes={} from={}", LogText.field("device", transfer.device().value()),
					field(file), file.size() - transfer.offset(), peer.addressText());
		}
	}

	private static String field(FirmwareFile file) {
		return " " + LogText.field("file", file.name().value());
	}

	private boolean mayLog() {
		if (!LOG.isInfoEnabled() || !lines.mayWrite()) {
			return false;
		}
		long leftOut = lines.leftOut();
		if (leftOut > 0) {
			LOG.info("{} more lines about CoAP devices were left out", leftOut);
		}
		return true;
	}

}
