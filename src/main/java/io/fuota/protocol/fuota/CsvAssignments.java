package io.fuota.protocol.fuota;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.fuota.device.DeviceId;
import io.fuota.firmware.FileName;
import io.fuota.http.HttpRefusal;
import io.fuota.update.Assignment;
import io.fuota.update.AssignmentRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Assignments in a CSV file (RFC 4180; quotes optional, LF or CRLF, with or without BOM,
 * blank lines skipped), read anew each time it is gone through. What is wrong is refused
 * with its line number.
 */
final class CsvAssignments implements AssignmentRows {

	private static final int FIELDS = 3;

	private static final int BYTE_ORDER_MARK = 0xfeff;

	private final Path file;

	private final Function<String, FileName> fileNames;

	private final Function<Assignment, Optional<String>> objections;

	/**
	 * @param fileNames reads a file name, or throws an IllegalArgumentException with a
	 * sentence
	 * @param objections why an assignment can't be made, as a sentence
	 */
	CsvAssignments(Path file, Function<String, FileName> fileNames, Function<Assignment, Optional<String>> objections) {
		this.file = file;
		this.fileNames = fileNames;
		this.objections = objections;
	}

	/**
	 * Goes through all rows once.
	 * @return how many there are
	 * @throws HttpRefusal 400 for the first row that is wrong, or names a device for the
	 * second time
	 */
	int check() {
		Set<String> seen = new HashSet<>();
		forEachRow((line, assignment) -> {
			if (!seen.add(assignment.deviceId())) {
				throw wrong(line, "The device " + assignment.deviceId() + " has a row already.");
			}
			objections.apply(assignment).ifPresent(sentence -> {
				throw wrong(line, sentence);
			});
		});
		return seen.size();
	}

	@Override
	public void forEach(Consumer<? super Assignment> action) {
		forEachRow((_, assignment) -> action.accept(assignment));
	}

	private void forEachRow(RowAction action) {
		try (Reader text = open(); CsvReader<CsvRecord> rows = reader().ofCsvRecord(text)) {
			for (CsvRecord row : rows) {
				long line = row.getStartingLineNumber();
				action.accept(line, assignment(line, row));
			}
		}
		catch (CsvParseException malformed) {
			throw HttpRefusal.badRequest(isNotUtf8(malformed) ? "The CSV isn't UTF-8."
					: "The CSV can't be read: " + malformed.getMessage() + ".");
		}
		catch (IOException | UncheckedIOException failure) {
			if (isNotUtf8(failure)) {
				throw HttpRefusal.badRequest("The CSV isn't UTF-8.");
			}
			throw failure instanceof UncheckedIOException unchecked ? unchecked
					: new UncheckedIOException((IOException) failure);
		}
	}

	private Assignment assignment(long line, CsvRecord row) {
		if (row.getFieldCount() != FIELDS) {
			throw wrong(line,
					"A row has three fields, device id, version to update from and file name, and this one has "
							+ row.getFieldCount() + ".");
		}
		try {
			return Assignment.of(new DeviceId(row.getField(0)), row.getField(1), fileNames.apply(row.getField(2)));
		}
		catch (IllegalArgumentException rule) {
			throw wrong(line, String.valueOf(rule.getMessage()));
		}
	}

	// A row of another length than the first is our refusal, which names its line. A
	// quote that is never closed tells of a file that was cut off.
	private static CsvReader.CsvReaderBuilder reader() {
		return CsvReader.builder()
			.missingFieldStrategy(FieldMismatchStrategy.IGNORE)
			.extraFieldStrategy(FieldMismatchStrategy.IGNORE)
			.allowUnclosedQuote(false);
	}

	private Reader open() throws IOException {
		// A decoder of its own: the charset's name alone would replace what isn't UTF-8
		// instead of refusing it.
		BufferedReader text = new BufferedReader(
				new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
		text.mark(1);
		if (text.read() != BYTE_ORDER_MARK) {
			text.reset();
		}
		return text;
	}

	private static boolean isNotUtf8(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof CharacterCodingException) {
				return true;
			}
		}
		return false;
	}

	private static HttpRefusal wrong(long line, String sentence) {
		return HttpRefusal.badRequest("Line " + line + ": " + sentence);
	}

	private interface RowAction {

		void accept(long line, Assignment assignment);

	}

}
