package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** Looks at what a running server has on its disk, behind its back. */
final class StoredState {

	private StoredState() {
	}

	/**
	 * Nothing half is there: every stored file has the bytes its name says, every name
	 * has its bytes, no bytes are without a name or a note that they lost it, and nothing
	 * is left of an upload.
	 */
	static void assertWhole(TestServer server) {
		assertThat(server.filesUnder("incoming")).as("left-overs of uploads").isEmpty();
		Set<String> stored = new TreeSet<>();
		for (String file : server.filesUnder("blobs")) {
			String digest = Path.of(file).getFileName().toString();
			assertThat(sha256(server.dataFolder().resolve("blobs").resolve(file))).as("bytes of %s", file)
				.isEqualTo(digest);
			stored.add(digest);
		}
		Set<String> named = query(server, "select sha256 from firmware_file");
		assertThat(stored).as("bytes that names point to").containsAll(named);
		stored.removeAll(named);
		assertThat(query(server, "select sha256 from released_blob")).as("bytes without a name are known as such")
			.containsAll(stored);
		assertThat(query(server, "pragma integrity_check")).containsExactly("ok");
	}

	private static Set<String> query(TestServer server, String sql) {
		Set<String> found = new TreeSet<>();
		try (Connection database = DriverManager
			.getConnection("jdbc:sqlite:" + server.dataFolder().resolve("devices.db"));
				Statement statement = database.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				found.add(rows.getString(1));
			}
		}
		catch (SQLException failure) {
			throw new IllegalStateException(failure);
		}
		return found;
	}

	private static String sha256(Path file) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
