package io.fuota.protocol.suit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.Transfers;
import io.fuota.fleet.Download;
import io.fuota.protocol.coap.Block;
import io.fuota.protocol.coap.CoapPeer;
import io.fuota.protocol.coap.CoapRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Remembers which bytes each node began with, so that no transfer ends as a mix of two
 * files. A node is known by address and port, which it has anew for each transfer; one of
 * which nothing is known, by its address where that leaves no doubt.
 */
@Component
class SuitTransfers {

	/** Beyond this many transfers the oldest are forgotten. */
	static final int MAX_TRANSFERS = 50_000;

	/** A port that was silent for so long may have become another node's. */
	private static final Duration SAME_PORT = Duration.ofHours(1);

	/**
	 * RFC 7252 §4.8.2, MAX_TRANSMIT_SPAN: within this time a message is sent again. Later
	 * the same message ID is another request: old nodes begin at 0 each time.
	 */
	private static final Duration SENT_AGAIN = Duration.ofSeconds(45);

	private record Source(InetAddress address, int port, String name) {
	}

	/** What a node fetches. */
	static final class Transfer {

		private final FirmwareFile file;

		private final Download download;

		private final int messageId;

		private final long begunNanos = System.nanoTime();

		private volatile boolean whole;

		Transfer(FirmwareFile file, Download download, int messageId) {
			this.file = file;
			this.download = download;
			this.messageId = messageId;
		}

		FirmwareFile file() {
			return file;
		}

		Download download() {
			return download;
		}

		private boolean isBegunBy(CoapRequest request) {
			return messageId == request.messageId() && !whole && System.nanoTime() - begunNanos < SENT_AGAIN.toNanos();
		}

	}

	private final Cache<Source, Transfer> bySource = Caffeine.newBuilder()
		.maximumSize(MAX_TRANSFERS)
		.expireAfterAccess(SAME_PORT)
		.build();

	private final Transfers byAddress;

	private final FirmwareCatalogue firmware;

	private final NotifiedNodes nodes;

	SuitTransfers(Transfers byAddress, FirmwareCatalogue firmware, NotifiedNodes nodes) {
		this.byAddress = byAddress;
		this.firmware = firmware;
		this.nodes = nodes;
	}

	/**
	 * What a request for a block belongs to.
	 * @param current what the name points to now
	 * @return empty where the bytes can't be served, or the node must begin again
	 */
	Optional<Transfer> of(CoapRequest request, FirmwareFile current) {
		CoapPeer peer = request.peer();
		Source source = new Source(peer.address(), peer.port(), current.name().value());
		@Nullable Transfer known = bySource.getIfPresent(source);
		boolean begins = request.block().map(Block::number).orElse(0) == 0;
		if (known != null && (!begins || known.isBegunBy(request))) {
			return Optional.of(known).filter(transfer -> firmware.isServable(transfer.file()));
		}
		String client = client(peer);
		if (begins) {
			return Optional.of(current).filter(firmware::isServable).map(file -> {
				byAddress.begin(client, file);
				return begin(source, request, file);
			});
		}
		return byAddress.resume(client, current).filter(firmware::isServable).map(file -> begin(source, request, file));
	}

	/** The last block goes out. */
	void whole(Transfer transfer, CoapPeer peer) {
		transfer.whole = true;
		byAddress.completed(client(peer), transfer.file());
	}

	private Transfer begin(Source source, CoapRequest request, FirmwareFile file) {
		Transfer begun = new Transfer(file, nodes.fetches(request.peer().addressText(), file), request.messageId());
		bySource.put(source, begun);
		return begun;
	}

	/** Apart from those that download over HTTP from there. */
	private static String client(CoapPeer peer) {
		return "suit:" + peer.addressText();
	}

}
