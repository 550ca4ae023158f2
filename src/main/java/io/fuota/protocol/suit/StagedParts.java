package io.fuota.protocol.suit;

import io.fuota.firmware.EmptyFileException;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.StagedBytes;
import io.fuota.http.HttpRefusal;
import io.fuota.http.LimitedStream;
import io.fuota.storage.InsufficientSpaceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * Files of a form that came in and have no name yet; what isn't published is thrown away.
 */
final class StagedParts implements AutoCloseable {

	private final FirmwareCatalogue firmware;

	private final long maxUploadBytes;

	private final Map<String, StagedBytes> byName = new LinkedHashMap<>();

	/**
	 * @param maxUploadBytes of one file
	 */
	StagedParts(FirmwareCatalogue firmware, long maxUploadBytes) {
		this.firmware = firmware;
		this.maxUploadBytes = maxUploadBytes;
	}

	/**
	 * Takes a file in.
	 * @param path the file's name; folders in it are left out
	 * @throws HttpRefusal 400, if it is empty or there twice; 413 or 507, if there is no
	 * room for it
	 */
	void take(String path, InputStream bytes) throws IOException {
		String name = path.substring(path.lastIndexOf('/') + 1);
		String tooLarge = "The file " + name + " is larger than " + maxUploadBytes
				+ " bytes, the limit that FUOTA_MAX_UPLOAD sets.";
		try {
			StagedBytes staged = firmware.stage(new LimitedStream(bytes, maxUploadBytes, tooLarge), -1);
			StagedBytes twice = byName.putIfAbsent(name, staged);
			if (twice != null) {
				staged.close();
				throw HttpRefusal.badRequest("The file " + name + " is there twice.");
			}
		}
		catch (EmptyFileException empty) {
			throw HttpRefusal.badRequest("The file " + name + " is empty.");
		}
		catch (InsufficientSpaceException full) {
			throw new HttpRefusal(HttpStatus.INSUFFICIENT_STORAGE, String.valueOf(full.getMessage()));
		}
	}

	/** What came in, by the names that it was sent under. */
	Map<String, StagedBytes> byName() {
		return Collections.unmodifiableMap(byName);
	}

	@Override
	public void close() throws IOException {
		for (StagedBytes staged : byName.values()) {
			staged.close();
		}
	}

}
