package io.fuota.firmware;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/**
 * What an upload said of its bytes: a content type, and a description for people. Of use
 * to protocols that hand it on; it belongs to the bytes, and goes when the name gets
 * others.
 */
@Component
public class FileNotes {

	/** Where the upload didn't say. */
	public static final String OCTETS = "application/octet-stream";

	/** The longest description, in UTF-16 code units. */
	public static final int MAX_DESCRIPTION = 255;

	/** What curl sends for a body when nothing else is asked of it. */
	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String TYPE = "[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( ?; ?[A-Za-z0-9_.=+-]+)?";

	private static final int MAX_TYPE = 100;

	private record Note(String sha256, String contentType, @Nullable String description) {
	}

	private final JdbcTemplate jdbc;

	private final Map<String, Note> byName = new ConcurrentHashMap<>();

	FileNotes(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
		jdbc.update("delete from file_note where name not in (select name from firmware_file)");
		RowCallbackHandler each = row -> byName.put(row.getString("name"),
				new Note(row.getString("sha256"), row.getString("content_type"), row.getString("description")));
		jdbc.query("select * from file_note", each);
	}

	/**
	 * Checks a description before the bytes come.
	 * @throws IllegalArgumentException with a sentence
	 */
	public static void checkDescription(@Nullable String description) {
		if (description != null
				&& (description.length() > MAX_DESCRIPTION || description.chars().anyMatch(Character::isISOControl))) {
			throw new IllegalArgumentException(
					"A description has at most " + MAX_DESCRIPTION + " characters and no control characters.");
		}
	}

	/**
	 * Notes what an upload said, durably when this returns.
	 * @param contentType null, or one that is none, counts as unsaid
	 */
	public void note(FirmwareFile file, @Nullable String contentType, @Nullable String description) {
		Note note = new Note(file.digest().hex(), usable(contentType), description);
		String name = file.name().value();
		if (note.equals(byName.get(name))
				|| (description == null && note.contentType().equals(OCTETS) && !byName.containsKey(name))) {
			return;
		}
		jdbc.update("""
				insert into file_note (name, sha256, content_type, description) values (?, ?, ?, ?)
				on conflict (name) do update set sha256 = excluded.sha256, content_type = excluded.content_type,
				description = excluded.description
				""", name, note.sha256(), note.contentType(), description);
		byName.put(name, note);
	}

	/** A media type, with no comma in it. */
	public String contentType(FirmwareFile file) {
		Note note = of(file);
		return note == null ? OCTETS : note.contentType();
	}

	/** Null where there is none. */
	public @Nullable String description(FirmwareFile file) {
		Note note = of(file);
		return note == null ? null : note.description();
	}

	private @Nullable Note of(FirmwareFile file) {
		Note note = byName.get(file.name().value());
		return note != null && note.sha256().equals(file.digest().hex()) ? note : null;
	}

	private static String usable(@Nullable String contentType) {
		String type = contentType == null ? "" : contentType.strip();
		return type.length() > MAX_TYPE || type.startsWith(FORM) || !type.matches(TYPE) ? OCTETS : type;
	}

}
