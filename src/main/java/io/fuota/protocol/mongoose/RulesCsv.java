package io.fuota.protocol.mongoose;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.firmware.image.ImageFormat;
import io.fuota.http.HttpRefusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Rules as CSV (RFC 4180; quotes optional, LF or CRLF, with or without BOM, blank lines
 * skipped): platform, pattern for versions, and a file, a URL or nothing.
 */
@Component
class RulesCsv {

	/** Each poll goes through them. */
	static final int MAX_RULES = 1_000;

	private static final int FIELDS = 3;

	private static final String BYTE_ORDER_MARK = "\ufeff";

	private final FirmwareCatalogue firmware;

	RulesCsv(FirmwareCatalogue firmware) {
		this.firmware = firmware;
	}

	/**
	 * Reads all rules.
	 * @throws HttpRefusal 400 with the line of the first that is wrong
	 */
	List<MongooseRule> read(byte[] csv) {
		List<MongooseRule> rules = new ArrayList<>();
		try (CsvReader<CsvRecord> rows = CsvReader.builder()
			.missingFieldStrategy(FieldMismatchStrategy.IGNORE)
			.extraFieldStrategy(FieldMismatchStrategy.IGNORE)
			.allowUnclosedQuote(false)
			.ofCsvRecord(decode(csv))) {
			for (CsvRecord row : rows) {
				rules.add(rule(row));
				if (rules.size() > MAX_RULES) {
					throw wrong(row, "There are at most " + MAX_RULES + " rules.");
				}
			}
		}
		catch (CsvParseException malformed) {
			throw HttpRefusal.badRequest("The CSV can't be read: " + malformed.getMessage() + ".");
		}
		catch (IOException impossible) {
			throw new UncheckedIOException(impossible);
		}
		return rules;
	}

	private static String decode(byte[] csv) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(csv)).toString();
			return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
		}
		catch (CharacterCodingException other) {
			throw HttpRefusal.badRequest("The CSV isn't UTF-8.");
		}
	}

	private MongooseRule rule(CsvRecord row) {
		if (row.getFieldCount() != FIELDS) {
			throw wrong(row, "A rule has three fields, platform, pattern for versions and file, and this one has "
					+ row.getFieldCount() + ".");
		}
		try {
			MongooseRule rule = MongooseRule.of(row.getField(0), row.getField(1), row.getField(2));
			objection(rule).ifPresent(sentence -> {
				throw wrong(row, sentence);
			});
			return rule;
		}
		catch (IllegalArgumentException broken) {
			throw wrong(row, String.valueOf(broken.getMessage()));
		}
	}

	private Optional<String> objection(MongooseRule rule) {
		if (rule.isForNothing() || rule.isElsewhere()) {
			return Optional.empty();
		}
		Optional<FirmwareFile> file = firmware.find(rule.target());
		if (file.isEmpty()) {
			return Optional.of("There is no file " + rule.target() + ".");
		}
		Optional<ImageFacts> bundle = file.get().image().filter(image -> image.format() == ImageFormat.MONGOOSE_BUNDLE);
		if (bundle.isEmpty()) {
			return Optional.of("The file " + rule.target() + " is no Mongoose OS bundle.");
		}
		String platform = bundle.get().hardware().orElse("");
		if (!rule.isForAnyPlatform() && !rule.platform().equalsIgnoreCase(platform)) {
			return Optional.of("The file " + rule.target() + " is for " + platform + ", and the rule for "
					+ rule.platform() + ".");
		}
		return Optional.empty();
	}

	private static HttpRefusal wrong(CsvRecord row, String sentence) {
		return HttpRefusal.badRequest("Line " + row.getStartingLineNumber() + ": " + sentence);
	}

}
