package io.fuota.protocol.suit;

import io.fuota.firmware.FirmwareFile;
import io.fuota.http.LogText;
import io.fuota.protocol.coap.CoapPeer;
import io.fuota.http.LineBudget;
import io.fuota.protocol.suit.SuitTransfers.Transfer;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What is told of nodes as they download. Anybody can ask as fast as the network carries
 * it, so the log gets so many lines in a second and no more.
 */
@Component
class SuitJournal {

	/** As for requests over HTTP. */
	private static final Logger LOG = LoggerFactory.getLogger("io.fuota.requests");

	/** Lines in a second; the others are counted. */
	static final int MAX_LINES = 200;

	private final LineBudget lines = new LineBudget(MAX_LINES, () -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()));

	private final SuitMeters meters;

	private final NotifiedNodes nodes;

	SuitJournal(SuitMeters meters, NotifiedNodes nodes) {
		this.meters = meters;
		this.nodes = nodes;
	}

	/**
	 * A block is sent to a node; told again when the node asks for it again.
	 * @param position of the block in the file
	 * @param length in bytes, within the file
	 */
	void sent(Transfer transfer, long position, int length, CoapPeer peer) {
		FirmwareFile file = transfer.file();
		boolean last = position + length >= file.size();
		meters.downloads().sent(length, last);
		transfer.download().sent(position, position + length);
		if (!last) {
			return;
		}
		transfer.download().ended(true);
		nodes.fetched(peer.addressText(), file);
		if (LOG.isInfoEnabled() && lines.mayWrite()) {
			long leftOut = lines.leftOut();
			if (leftOut > 0) {
				LOG.info("{} more lines about RIOT nodes were left out", leftOut);
			}
			LOG.info("download {} answer=2.05 bytes={} from={}", LogText.field("file", file.name().value()),
					file.size(), peer.addressText());
		}
	}

}
