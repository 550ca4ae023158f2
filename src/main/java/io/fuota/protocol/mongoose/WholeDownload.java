package io.fuota.protocol.mongoose;

import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.Download;
import io.fuota.fleet.Fleet;
import io.fuota.device.DeviceId;

/**
 * A download that counts once it is whole. A device that reads a bundle's manifest and
 * doesn't want it closes the connection, and can't go on where it stopped: until then it
 * was offered the bundle and no more (docs/protocols/mongoose-os.md §5.2).
 */
final class WholeDownload implements Download {

	private final Fleet fleet;

	private final DeviceId device;

	private final FirmwareFile file;

	private boolean reachedEnd;

	private boolean fromBegin;

	WholeDownload(Fleet fleet, DeviceId device, FirmwareFile file) {
		this.fleet = fleet;
		this.device = device;
		this.file = file;
	}

	@Override
	public void sent(long first, long end) {
		fromBegin |= first == 0;
		reachedEnd |= end == file.size();
	}

	@Override
	public void ended(boolean whole) {
		if (whole && fromBegin && reachedEnd) {
			Download download = fleet.download(device, file.digest().hex());
			download.sent(0, file.size());
			download.ended(true);
		}
	}

}
