package io.fuota.protocol.fuota;

import io.fuota.download.Delivery;
import io.fuota.download.FileAnswer;
import io.fuota.download.Pace;
import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.Fleet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;

/**
 * Downloads that don't say which device they are for: the attempt is found by the
 * client's address.
 */
@Component
class FuotaDownloads {

	private final FileAnswer answer;

	private final Fleet fleet;

	private final FuotaMeters meters;

	FuotaDownloads(FileAnswer answer, Fleet fleet, FuotaMeters meters) {
		this.answer = answer;
		this.fleet = fleet;
		this.meters = meters;
	}

	void send(FirmwareFile file, HttpServletRequest request, HttpServletResponse response) throws IOException {
		String address = request.getRemoteAddr();
		answer.send(file, request, response, new Delivery(Delivery.OCTETS, true, Pace.FREE,
				sent -> fleet.download(address, sent.name().value(), sent.digest().hex()), meters.downloads()));
	}

}
