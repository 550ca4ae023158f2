package io.fuota.protocol.exosite;

import io.fuota.device.DeviceId;
import io.fuota.fleet.Download;
import io.fuota.fleet.Fleet;
import org.springframework.stereotype.Component;

/**
 * Follows what a device fetches of its package: the attempt is about all of its files
 * together, one after the other or mixed.
 */
@Component
class OfferProgress {

	private final Fleet fleet;

	private final ExositeWriter writer;

	OfferProgress(Fleet fleet, ExositeWriter writer) {
		this.fleet = fleet;
		this.writer = writer;
	}

	/** A transfer of a file to a device begins. */
	Download download(ExositeDevice device, String sha256) {
		return new Progress(device, sha256);
	}

	private final class Progress implements Download {

		private final ExositeDevice device;

		private final String sha256;

		Progress(ExositeDevice device, String sha256) {
			this.device = device;
			this.sha256 = sha256;
		}

		@Override
		public void sent(long first, long end) {
			Offer before;
			Offer after;
			synchronized (device) {
				before = device.state().offer();
				if (before == null || !before.delivered() || !before.has(sha256)) {
					return;
				}
				after = before.sent(sha256, first, end);
				device.become(device.state().offered(after));
			}
			if (wholeFiles(after) > wholeFiles(before)) {
				writer.writeSoon(device);
			}
			fleet.download(new DeviceId(device.id()), after.file().sha256()).sent(0, after.sentBytes());
		}

		@Override
		public void ended(boolean whole) {
			Offer offer = device.state().offer();
			if (!whole && offer != null && offer.has(sha256)) {
				fleet.download(new DeviceId(device.id()), offer.file().sha256()).ended(false);
			}
		}

		private static long wholeFiles(Offer offer) {
			return offer.contents().stream().filter(Offer.Content::isWhole).count();
		}

	}

}
