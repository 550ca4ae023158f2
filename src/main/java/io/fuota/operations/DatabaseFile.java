package io.fuota.operations;

import io.fuota.storage.DataFolder;
import io.fuota.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the database file before it is used, and brings its schema up to date. */
final class DatabaseFile {

	private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);

	private DatabaseFile() {
	}

	/**
	 * Refuses a damaged file; keeps a copy of one that another program made
	 * (docker-fuota-server's) before it is touched.
	 * @throws DatabaseUnusableException with the reason
	 */
	static void check(DataFolder data) {
		Path file = data.database();
		if (!Files.exists(file)) {
			return;
		}
		if (!Files.isWritable(file)) {
			throw new DatabaseUnusableException("the database " + file + " can't be written by this user", null);
		}
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
				Statement statement = connection.createStatement()) {
			String verdict = text(statement, "pragma quick_check(1)");
			if (!verdict.equals("ok")) {
				throw damaged(file, verdict, null);
			}
			boolean ours = !text(statement, "select count(*) from sqlite_master where name = 'flyway_schema_history'")
				.equals("0");
			if (!ours) {
				keepOriginal(data, statement);
			}
		}
		catch (SQLException failure) {
			throw damaged(file, String.valueOf(failure.getMessage()), failure);
		}
	}

	/**
	 * Applies the migrations that are missing.
	 * @throws DatabaseUnusableException if a newer program wrote the database
	 */
	static void migrate(Flyway flyway) {
		for (MigrationInfo migration : flyway.info().all()) {
			if (migration.getState() == MigrationState.FUTURE_SUCCESS
					|| migration.getState() == MigrationState.FUTURE_FAILED) {
				throw new DatabaseUnusableException("the database was written by a newer fuota-server (its schema is "
						+ migration.getVersion() + "); start that version, or restore a backup", null);
			}
		}
		try {
			flyway.migrate();
			Step.DATABASE_MIGRATED.reached();
		}
		catch (FlywayValidateException different) {
			throw new DatabaseUnusableException(
					"the database's schema history isn't that of this fuota-server: " + different.getMessage(),
					different);
		}
	}

	private static void keepOriginal(DataFolder data, Statement statement) throws SQLException {
		Path copy = data.backups().resolve("devices-before-takeover.db");
		if (Files.exists(copy)) {
			return;
		}
		Path unfinished = data.backups().resolve("devices-before-takeover.db.part");
		try {
			Files.createDirectories(data.backups());
			Files.deleteIfExists(unfinished);
			statement.execute("vacuum into '" + unfinished.toString().replace("'", "''") + "'");
			Step.TAKEOVER_COPIED.reached();
			Files.move(unfinished, copy);
		}
		catch (IOException failure) {
			throw new DatabaseUnusableException(
					"can't copy the database to " + copy + " before taking it over: " + failure, failure);
		}
		LOG.info("taking over the database {} of another program; a copy of it as it was is {}", data.database(), copy);
	}

	private static DatabaseUnusableException damaged(Path file, String what,
			@org.jspecify.annotations.Nullable Throwable cause) {
		return new DatabaseUnusableException("the database " + file + " is damaged or no SQLite database ("
				+ what.replaceAll("\\s+", " ").strip() + "); restore a backup", cause);
	}

	private static String text(Statement statement, String query) throws SQLException {
		try (ResultSet rows = statement.executeQuery(query)) {
			return rows.next() ? String.valueOf(rows.getString(1)) : "";
		}
	}

}
