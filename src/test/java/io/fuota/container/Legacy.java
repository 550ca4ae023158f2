package io.fuota.container;

import io.fuota.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a docker-fuota-server leaves behind (docs/protocols/esp32-fuota-https.md §1.7).
 */
final class Legacy {

	private Legacy() {
	}

	/** Its certificate and key, made by the command in its own instructions. */
	static void makePair(Path folder) {
		try {
			Files.createDirectories(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Command.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "365", "-subj", "/CN=localhost",
				"-keyout", folder.resolve("ca_key.pem").toString(), "-out", folder.resolve("ca_cert.pem").toString())
			.run()
			.succeeded();
	}

	/**
	 * Its data folder: a database with one assignment, and the firmware file beside it.
	 */
	static void makeData(Path folder, String device, String version, String file, byte[] firmware)
			throws IOException, SQLException {
		Files.createDirectories(folder);
		Files.write(folder.resolve(file), firmware);
		try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("devices.db"));
				Statement statement = database.createStatement()) {
			statement
				.execute("CREATE TABLE device_app(device_id text primary key, app_ver text, update_file_path text)");
			statement.execute("INSERT INTO device_app VALUES ('%s', '%s', '%s')".formatted(device, version, file));
		}
	}

	/**
	 * Its container, running, as root on its own volume: it answers nothing, but it has
	 * the account in its environment and the pair in its working directory.
	 * @param pair the folder of certificate and key
	 * @param data the folder that goes into the volume
	 */
	static void run(String container, String volume, String image, int port, Path pair, Path data) {
		TestEngine.docker("create", "--name", container, "--user", "0:0", "--workdir", "/usr/src/app", "--restart",
				"always", "--volume", volume + ":/usr/src/data", "--publish", port + ":40000", "--env",
				"US_SERVER_PORT=40000", "--env", "US_AUTH_USERNAME=server_username", "--env",
				"US_AUTH_PASSWORD=server_password", "--entrypoint", "sleep", image, "infinity");
		TestEngine.docker("start", container);
		TestEngine.docker("cp", pair + "/.", container + ":/usr/src/app");
		TestEngine.docker("cp", data + "/.", container + ":/usr/src/data");
		TestEngine.docker("exec", container, "chown", "-R", "0:0", "/usr/src/app", "/usr/src/data");
	}

}
