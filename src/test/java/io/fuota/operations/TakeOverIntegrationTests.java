package io.fuota.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Data folders that other programs, or older and newer versions of this one, have left.
 */
@ExtendWith(OutputCaptureExtension.class)
class TakeOverIntegrationTests {

	private final TestServer server = TestServer.prepare();

	@TempDir
	private Path elsewhere;

	@BeforeEach
	void makeDataFolder() throws IOException {
		Files.createDirectories(server.dataFolder());
	}

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void dataOfDockerFuotaServerAnswersTheSameAndNothingOfItIsLost(CapturedOutput output) throws Exception {
		legacyDatabase("insert into device_app values ('00001', '0.1.0', 'app.bin'), ('7\"x', '1.0 b5', 'my app.bin'), "
				+ "('odd', null, null), ('trav', '1', '../app/x')");
		flatFile("app.bin", "application");
		flatFile("my app.bin", "with a space");
		flatFile("100%25.bin", "with a percent sign");

		server.start();

		assertThat(server.admin().get("/devices/00001?app_ver=0.1.0").text()).isEqualTo("app.bin");
		assertThat(server.admin().get("/devices/7%22x?app_ver=1.0+b5").text()).isEqualTo("my app.bin");
		assertThat(server.admin().get("/devices/odd?app_ver=1").status()).isEqualTo(204);
		assertThat(server.admin().get("/devices/trav?app_ver=1").status()).isEqualTo(404);
		assertThat(server.admin().get("/files/app.bin").text()).isEqualTo("application");
		assertThat(server.admin().get("/files/my%20app.bin").text()).isEqualTo("with a space");
		assertThat(server.admin().get("/files/100%25.bin").text()).as("as the reference, which decodes nothing")
			.isEqualTo("with a percent sign");
		assertThat(server.admin().get("/devices").text()).isEqualTo("""
				"00001","0.1.0","app.bin"
				"7""x","1.0 b5","my app.bin"
				"odd","",""
				"trav","1","../app/x"
				""");
		assertThat(server.dataFolder().resolve("app.bin")).as("the way back stays open").hasContent("application");
		assertThat(output).contains("taking over the database").contains("took in 3 firmware files");
		assertThat(rowsOf(server.dataFolder().resolve("backups/devices-before-takeover.db"))).isEqualTo(4);
	}

	@Test
	void whatWasDeletedOrReplacedHereStaysSoAtTheNextStart() throws Exception {
		legacyDatabase("insert into device_app values ('1', '1', 'kept.bin')");
		flatFile("kept.bin", "old");
		flatFile("gone.bin", "gone");
		server.start();
		server.admin().upload("kept.bin", "new".getBytes(StandardCharsets.UTF_8));
		assertThat(server.admin().delete("/files/gone.bin").status()).isEqualTo(200);

		server.restart();

		assertThat(server.admin().get("/files/kept.bin").text()).isEqualTo("new");
		assertThat(server.admin().get("/files/gone.bin").status()).isEqualTo(404);
		assertThat(server.dataFolder().resolve("kept.bin")).hasContent("old");
	}

	@Test
	void serverThatGoesBackAndForthTakesWhatChangedMeanwhile() throws Exception {
		legacyDatabase("insert into device_app values ('1', '1', 'a.bin')");
		flatFile("a.bin", "first");
		server.start().stop();
		flatFile("a.bin", "second, by the other server");
		try (Connection other = open(server.dataFolder().resolve("devices.db"));
				Statement sql = other.createStatement()) {
			sql.execute("insert into device_app values ('2', '2', 'a.bin')");
		}

		server.start();

		assertThat(server.admin().get("/files/a.bin").text()).isEqualTo("second, by the other server");
		assertThat(server.admin().get("/devices/2?app_ver=2").text()).isEqualTo("a.bin");
	}

	@Test
	void importFolderIsTakenInUnderRelativeNamesAndOnlyOnce(CapturedOutput output) throws Exception {
		Files.createDirectories(elsewhere.resolve("fw/node"));
		Files.writeString(elsewhere.resolve("fw/node/slot0.bin"), "slot 0");
		Files.writeString(elsewhere.resolve("top.bin"), "top");
		Files.createFile(elsewhere.resolve("empty.bin"));
		server.with("FUOTA_IMPORT_DIR", elsewhere.toString()).start();

		assertThat(server.admin().get("/files/fw/node/slot0.bin").text()).isEqualTo("slot 0");
		assertThat(server.admin().get("/files/top.bin").text()).isEqualTo("top");
		assertThat(server.admin().get("/files/empty.bin").status()).isEqualTo(404);
		assertThat(output).contains("took in 2 firmware files").contains("didn't take in");

		server.restart();

		assertThat(output.toString().split("took in .*slot0\\.bin", -1)).as("taken in once").hasSize(2);
		assertThat(elsewhere.resolve("top.bin")).hasContent("top");
	}

	@Test
	void databaseOfTheFirstSchemaIsBroughtUpToDate() throws Exception {
		server.start().stop();
		try (Connection older = open(server.dataFolder().resolve("devices.db"));
				Statement sql = older.createStatement()) {
			sql.execute("insert into device_app values ('1', '1', 'a.bin')");
			for (String thing : laterSchemas(sql)) {
				sql.execute("drop " + thing);
			}
			sql.execute("delete from flyway_schema_history where version > '1'");
		}

		server.start();

		server.admin().upload("a.bin", new byte[] { 1 });
		assertThat(server.admin().get("/devices/1?app_ver=1").text()).isEqualTo("a.bin");
	}

	@Test
	void databaseOfANewerServerIsRefusedAndLeftAsItIs(CapturedOutput output) throws Exception {
		server.start().stop();
		try (Connection newer = open(server.dataFolder().resolve("devices.db"));
				Statement sql = newer.createStatement()) {
			sql.execute("insert into flyway_schema_history values (99, '99', 'from the future', 'SQL', "
					+ "'V99__from_the_future.sql', 1, 'x', '2030-01-01 00:00:00.000', 1, 1)");
		}

		assertThatException().isThrownBy(server::start);

		assertThat(output).contains("fuota-server can't start: the database was written by a newer fuota-server");
	}

	@Test
	void damagedDatabaseIsRefused(CapturedOutput output) throws Exception {
		server.start();
		for (int i = 0; i < 50; i++) {
			server.admin().assign("device-" + i, "v".repeat(200), "file.bin");
		}
		server.stop();
		Path database = server.dataFolder().resolve("devices.db");
		byte[] bytes = Files.readAllBytes(database);
		java.util.Arrays.fill(bytes, 4096, 8192, (byte) 0x5a);
		Files.write(database, bytes);

		assertThatException().isThrownBy(server::start);

		assertThat(output).contains("fuota-server can't start: the database").contains("is damaged");
	}

	private static List<String> laterSchemas(Statement sql) throws SQLException {
		List<String> names = new ArrayList<>();
		// Triggers first: those of a table go with it.
		try (ResultSet things = sql.executeQuery("select type || ' ' || name from sqlite_master"
				+ " where type in ('trigger', 'table') and name not in ('device_app', 'flyway_schema_history')"
				+ " and name not like 'sqlite_%' order by type desc")) {
			while (things.next()) {
				names.add(things.getString(1));
			}
		}
		return names;
	}

	private void legacyDatabase(String rows) throws SQLException {
		try (Connection database = open(server.dataFolder().resolve("devices.db"));
				Statement sql = database.createStatement()) {
			sql.execute("create table device_app(device_id text primary key, app_ver text, update_file_path text)");
			sql.execute(rows);
		}
	}

	private void flatFile(String name, String content) throws IOException {
		Files.writeString(server.dataFolder().resolve(name), content);
	}

	private static int rowsOf(Path database) throws SQLException {
		try (Connection copy = open(database);
				Statement sql = copy.createStatement();
				ResultSet count = sql.executeQuery("select count(*) from device_app")) {
			return count.getInt(1);
		}
	}

	private static Connection open(Path database) throws SQLException {
		return DriverManager.getConnection("jdbc:sqlite:" + database);
	}

}
