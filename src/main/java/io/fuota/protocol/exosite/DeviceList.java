package io.fuota.protocol.exosite;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.fuota.http.ClientBody;
import io.fuota.http.HttpRefusal;
import io.fuota.protocol.exosite.ExositeDevices.Wanted;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Devices to be enabled, as CSV in UTF-8: a row for each, {@code <sn>} or
 * {@code <sn>,<cik>} for one that has a token of another server already.
 */
final class DeviceList {

	/** About 200,000 rows with tokens. */
	static final long MAX_BYTES = 16L * 1024 * 1024;

	private static final int WITH_TOKEN = 2;

	private DeviceList() {
	}

	/**
	 * @throws HttpRefusal 400 with the line, if one is wrong or there is none; 413
	 */
	static List<Wanted> read(HttpServletRequest request, String product) throws IOException {
		List<Wanted> wanted = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		try (InputStream body = new ClientBody(request, MAX_BYTES,
				bytes -> "The body is larger than " + bytes + " bytes, the limit for this path.");
				CsvReader<CsvRecord> rows = CsvReader.builder()
					.missingFieldStrategy(FieldMismatchStrategy.IGNORE)
					.extraFieldStrategy(FieldMismatchStrategy.IGNORE)
					.allowUnclosedQuote(false)
					.ofCsvRecord(new InputStreamReader(body, StandardCharsets.UTF_8.newDecoder()))) {
			for (CsvRecord row : rows) {
				Wanted one = wanted(product, row);
				if (!seen.add(one.sn())) {
					throw wrong(row, "The device " + one.sn() + " has a row already.");
				}
				wanted.add(one);
			}
		}
		catch (CsvParseException | CharacterCodingException malformed) {
			throw HttpRefusal.badRequest("The body isn't CSV in UTF-8.");
		}
		if (wanted.isEmpty()) {
			throw HttpRefusal.badRequest("The body has no row.");
		}
		return wanted;
	}

	private static Wanted wanted(String product, CsvRecord row) {
		if (row.getFieldCount() > WITH_TOKEN) {
			throw wrong(row, "A row has an sn, and a CIK where the device has one already.");
		}
		try {
			return new Wanted(product, row.getField(0),
					row.getFieldCount() == WITH_TOKEN ? new Cik(row.getField(1)) : null);
		}
		catch (IllegalArgumentException rule) {
			throw wrong(row, String.valueOf(rule.getMessage()));
		}
	}

	private static HttpRefusal wrong(CsvRecord row, String sentence) {
		return HttpRefusal.badRequest("Line " + row.getStartingLineNumber() + ": " + sentence);
	}

}
