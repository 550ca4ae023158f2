package io.fuota.protocol.mongoose;

import io.fuota.device.DeviceId;
import io.fuota.download.Delivery;
import io.fuota.download.FileAnswer;
import io.fuota.download.Pace;
import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.Download;
import io.fuota.fleet.Fleet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Answers as devices take them (docs/protocols/mongoose-os.md §5.2). */
@Component
class MongooseAnswers {

	private static final byte[] WHO = "Who are you?\n".getBytes(StandardCharsets.US_ASCII);

	private static final String ZIP = "application/zip";

	private final FileAnswer files;

	private final Fleet fleet;

	private final MongooseMeters meters;

	private final Pace pace;

	MongooseAnswers(FileAnswer files, Fleet fleet, MongooseMeters meters, MongooseSettings settings) {
		this.files = files;
		this.fleet = fleet;
		this.meters = meters;
		this.pace = new Pace((int) settings.record().toBytes(), settings.rate().toBytes());
	}

	/** A bundle for a device, in pieces that it has the memory for. */
	void bundle(FirmwareFile file, DeviceId device, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		files.send(file, request, response,
				new Delivery(ZIP, false, pace, sent -> new WholeDownload(fleet, device, sent), meters.downloads()));
	}

	/** A file for whoever has no headers of a device. */
	void file(FirmwareFile file, HttpServletRequest request, HttpServletResponse response) throws IOException {
		String type = file.name().value().endsWith(".zip") ? ZIP : Delivery.OCTETS;
		files.send(file, request, response,
				new Delivery(type, true, Pace.FREE, _ -> Download.NOBODYS, meters.downloads()));
	}

	static void redirect(String url, HttpServletResponse response) {
		response.setHeader("Location", url);
		empty(response, HttpServletResponse.SC_FOUND);
	}

	/** Nothing to do: a device takes no other status for that. */
	static void stay(HttpServletResponse response) {
		response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
	}

	static void notFound(HttpServletResponse response) {
		empty(response, HttpServletResponse.SC_NOT_FOUND);
	}

	/** In updateredirector's words. */
	static void whoAreYou(HttpServletResponse response) throws IOException {
		response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
		response.setContentType("text/plain;charset=UTF-8");
		response.setContentLength(WHO.length);
		response.getOutputStream().write(WHO);
	}

	private static void empty(HttpServletResponse response, int status) {
		response.setStatus(status);
		response.setContentLength(0);
	}

}
