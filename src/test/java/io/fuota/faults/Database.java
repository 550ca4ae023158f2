package io.fuota.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A server's database, looked at behind its back.
 *
 * @param file {@code devices.db}
 */
record Database(Path file) {

	static Database of(Path dataFolder) {
		return new Database(dataFolder.resolve("devices.db"));
	}

	/** SQLite's log of what was committed and isn't in the file itself yet. */
	Path log() {
		return file.resolveSibling("devices.db-wal");
	}

	/**
	 * Copies file and log as they lie there: what SQLite makes of them is what the next
	 * start would see if the server were killed now.
	 */
	Database copyTo(Path folder) {
		try {
			Files.createDirectories(folder);
			Database copy = of(folder);
			copy.delete();
			Files.copy(file, copy.file);
			if (Files.exists(log())) {
				Files.copy(log(), copy.log());
			}
			return copy;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	void delete() {
		try {
			Files.deleteIfExists(file);
			Files.deleteIfExists(log());
			Files.deleteIfExists(file.resolveSibling("devices.db-shm"));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** The first column of a query. */
	List<String> query(String sql) {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			List<String> found = new ArrayList<>();
			while (rows.next()) {
				found.add(rows.getString(1));
			}
			return found;
		}
		catch (SQLException failure) {
			throw new IllegalStateException(failure);
		}
	}

	/** Changes rows, while no server runs. */
	void update(String sql) {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
				Statement statement = connection.createStatement()) {
			statement.executeUpdate(sql);
		}
		catch (SQLException failure) {
			throw new IllegalStateException(failure);
		}
	}

	/** All that an administrator put there, sorted, without times. */
	List<String> content() {
		return query("""
				select 'device ' || device_id || ' ' || app_ver || ' ' || update_file_path from device_app
				union all select 'file ' || name || ' ' || sha256 from firmware_file
				order by 1
				""");
	}

	List<String> integrity() {
		return query("pragma integrity_check");
	}

}
