package io.fuota.protocol.fmu;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuota.device.DeviceId;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.Transfers;
import io.fuota.protocol.coap.CoapPeer;
import io.fuota.protocol.coap.CoapRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Remembers which bytes each device began with, so that no transfer ends as a mix of two
 * files. A device is known by address and port; one that comes back with another port, by
 * its address where that leaves no doubt.
 */
@Component
class FmuTransfers {

	/** Beyond this many transfers the oldest are forgotten. */
	static final int MAX_TRANSFERS = 50_000;

	/**
	 * A port that was silent for so long may have become another device's, behind a
	 * translator of addresses.
	 */
	private static final Duration SAME_PORT = Duration.ofHours(1);

	private record Source(InetAddress address, int port, String subject) {
	}

	private record Begun(FirmwareFile file, int messageId) {
	}

	/**
	 * What a device fetches.
	 *
	 * @param offset at which it started, in bytes
	 */
	record Transfer(DeviceId device, FirmwareFile file, long offset) {
	}

	private record Port(InetAddress address, int number) {
	}

	private record Site(InetAddress address, String subject) {
	}

	/** Doubtful where devices of one address began with different files. */
	private record BegunThere(FirmwareFile file, boolean doubtful) {
	}

	/** What is known of a transfer. */
	sealed interface Known {

		record Began(FirmwareFile file) implements Known {
		}

		record Doubtful() implements Known {
		}

		record Nothing() implements Known {
		}

	}

	private final Cache<Source, Begun> bySource = Caffeine.newBuilder()
		.maximumSize(MAX_TRANSFERS)
		.expireAfterAccess(SAME_PORT)
		.build();

	private final Cache<Port, Transfer> latest = Caffeine.newBuilder()
		.maximumSize(MAX_TRANSFERS)
		.expireAfterAccess(SAME_PORT)
		.build();

	private final Cache<Site, BegunThere> bySite = Caffeine.newBuilder()
		.maximumSize(MAX_TRANSFERS)
		.expireAfterAccess(Transfers.RESUMABLE)
		.build();

	/** From which port each device got the last block of a file. */
	private final Cache<String, Integer> finishedFrom = Caffeine.newBuilder()
		.maximumSize(MAX_TRANSFERS)
		.expireAfterWrite(Transfers.RESUMABLE)
		.build();

	/** A device gets the last block of its file. */
	void finished(DeviceId device, CoapPeer peer) {
		finishedFrom.put(device.value(), peer.port());
	}

	/**
	 * Whether it was from another port that this device got the last block of a file:
	 * then it may have been another device, behind the same translator of addresses.
	 */
	boolean finishedElsewhere(DeviceId device, CoapPeer peer) {
		Integer port = finishedFrom.getIfPresent(device.value());
		return port != null && port != peer.port();
	}

	/** A device begins: its later blocks come from this file. */
	void begin(CoapRequest request, String subject, FirmwareFile file) {
		CoapPeer peer = request.peer();
		bySource.put(new Source(peer.address(), peer.port(), subject), new Begun(file, request.messageId()));
		bySite.asMap()
			.merge(new Site(peer.address(), subject), new BegunThere(file, false),
					(old, now) -> new BegunThere(file, old.doubtful() || !isSame(old.file(), file)));
	}

	/**
	 * The file that this very request began with before: the datagram came twice. The
	 * device may have taken either answer, so they must be the same.
	 */
	Optional<FirmwareFile> repeated(CoapRequest request, String subject) {
		Begun begun = begun(request.peer(), subject);
		return begun != null && begun.messageId() == request.messageId() ? Optional.of(begun.file()) : Optional.empty();
	}

	/** What a device that asks for later bytes began with. */
	Known known(CoapPeer peer, String subject) {
		Begun begun = begun(peer, subject);
		if (begun != null) {
			return new Known.Began(begun.file());
		}
		BegunThere there = bySite.getIfPresent(new Site(peer.address(), subject));
		if (there == null) {
			return new Known.Nothing();
		}
		return there.doubtful() ? new Known.Doubtful() : new Known.Began(there.file());
	}

	/** Block 0 goes out to this peer. */
	void started(CoapPeer peer, Transfer transfer) {
		latest.put(new Port(peer.address(), peer.port()), transfer);
	}

	/** What this very peer got block 0 of last. */
	Optional<Transfer> latest(CoapPeer peer) {
		return Optional.ofNullable(latest.getIfPresent(new Port(peer.address(), peer.port())));
	}

	private @Nullable Begun begun(CoapPeer peer, String subject) {
		return bySource.getIfPresent(new Source(peer.address(), peer.port(), subject));
	}

	private static boolean isSame(FirmwareFile one, FirmwareFile other) {
		return one.digest().equals(other.digest());
	}

}
