package io.fuota.download;

import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.Download;
import io.fuota.metrics.DownloadMeters;
import java.util.function.Function;

/**
 * How a protocol wants a firmware file sent.
 *
 * @param contentType of a whole file and of one range
 * @param byName whether other bytes will do that came under the file's name since it was
 * looked up; else it is these bytes or 404
 * @param pace how fast, and in which pieces
 * @param attempt whose attempt a transfer of the file belongs to
 * @param meters where it is counted
 */
public record Delivery(String contentType, boolean byName, Pace pace, Function<FirmwareFile, Download> attempt,
		DownloadMeters meters) {

	/** What a firmware file is to most protocols. */
	public static final String OCTETS = "application/octet-stream";

}
