package io.fuota.protocol.fuota;

import io.fuota.device.DeviceId;
import io.fuota.firmware.FileName;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.http.ClientBody;
import io.fuota.http.HttpRefusal;
import io.fuota.storage.DataFolder;
import io.fuota.update.Assignment;
import io.fuota.update.AssignmentRows;
import io.fuota.update.Updates;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads assignments from request bodies. A body is first spooled to the disk, so that a
 * slow client holds neither memory nor the database while it sends.
 */
@Component
class AssignmentUploads {

	private static final Logger LOG = LoggerFactory.getLogger(AssignmentUploads.class);

	/** For one row; the longest ids, versions and names fit several times. */
	static final long MAX_ROW_BYTES = 16 * 1024;

	/** For many rows: about 800,000 of 80 bytes. */
	static final long MAX_ROWS_BYTES = 64L * 1024 * 1024;

	private final Path folder;

	private final FirmwareCatalogue firmware;

	private final Updates updates;

	AssignmentUploads(DataFolder data, FirmwareCatalogue firmware, Updates updates) {
		this.folder = data.incoming();
		this.firmware = firmware;
		this.updates = updates;
	}

	/**
	 * The one row of a body.
	 * @throws HttpRefusal if there is another number of rows, the row is wrong, or it
	 * names another device
	 */
	Assignment readOne(HttpServletRequest request, DeviceId device) throws IOException {
		List<Assignment> rows = new ArrayList<>();
		spooled(request, MAX_ROW_BYTES, csv -> {
			csv.check();
			csv.forEach(rows::add);
		});
		if (rows.size() != 1) {
			throw HttpRefusal
				.badRequest("The body has one row, and this one has " + rows.size() + "; PUT /devices takes many.");
		}
		Assignment row = rows.getFirst();
		if (!row.deviceId().equals(device.value())) {
			throw HttpRefusal.badRequest(
					"The path names the device " + device + " and the row " + row.deviceId() + "; they must agree.");
		}
		return row;
	}

	/**
	 * Hands all rows of a body over, once every one of them was found right.
	 * @return how many there were
	 * @throws HttpRefusal if there is none, or one is wrong
	 */
	int readMany(HttpServletRequest request, Consumer<AssignmentRows> action) throws IOException {
		int[] count = new int[1];
		spooled(request, MAX_ROWS_BYTES, csv -> {
			count[0] = csv.check();
			if (count[0] == 0) {
				throw HttpRefusal.badRequest("The body has no row.");
			}
			action.accept(csv);
		});
		return count[0];
	}

	private void spooled(HttpServletRequest request, long limit, Consumer<CsvAssignments> action) throws IOException {
		Path spool = Files.createTempFile(folder, "rows-", ".csv");
		try {
			try (InputStream body = new ClientBody(request, limit,
					bytes -> "The body is larger than " + bytes + " bytes, the limit for this path.")) {
				Files.copy(body, spool, StandardCopyOption.REPLACE_EXISTING);
			}
			boolean force = ForceParameter.of(request);
			action.accept(new CsvAssignments(spool, this::fileName, row -> objection(row, force)));
		}
		finally {
			delete(spool);
		}
	}

	/** What was done with the rows counts, whether or not this works. */
	private static void delete(Path spool) {
		try {
			Files.deleteIfExists(spool);
		}
		catch (IOException failure) {
			LOG.warn("can't delete {}; the next start does", spool, failure);
		}
	}

	private Optional<String> objection(Assignment row, boolean force) {
		return force && updates.canBeForced(row) ? Optional.empty() : updates.objection(row);
	}

	// The name of a file that was taken over may hold characters that an upload's may
	// not.
	private FileName fileName(String text) {
		return firmware.find(text).map(FirmwareFile::name).orElseGet(() -> FileName.forUpload(text));
	}

}
