package io.fuota.protocol.fmu;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.firmware.FmuVersion;
import io.fuota.protocol.coap.CoapPeer;
import io.fuota.update.DeviceReport;
import java.util.Optional;

/** Which device asks, and what it runs. */
record FmuCheck(DeviceId device, String pid, int type, FmuVersion running) {

	/** Begins the ids of these devices. */
	static final String PREFIX = "fmu:";

	/**
	 * The device {@code fmu:<PID>@<address>}.
	 * @return empty where that is too long for a device id
	 */
	static Optional<FmuCheck> of(FmuRequest request, CoapPeer peer) {
		return deviceId(request.pid(), peer)
			.map(device -> new FmuCheck(device, request.pid(), request.type(), request.running()));
	}

	static Optional<DeviceId> deviceId(String pid, CoapPeer peer) {
		String id = PREFIX + pid + "@" + peer.addressText();
		return id.length() > DeviceId.MAX_LENGTH ? Optional.empty() : Optional.of(new DeviceId(id));
	}

	/** The same in the core's words. */
	DeviceReport report() {
		return new DeviceReport(device, ReportedVersion.ofBuild(running.toString(), ""));
	}

	/** What a transfer is begun for: the same for each of its blocks. */
	String subject() {
		return pid + "_" + running.number() + "_" + type;
	}

}
