package io.fuota.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.storage.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A migration that is killed at any statement is finished by the next start. What a kill
 * leaves is what lies on the disk at that moment: it is copied before and after each call
 * that Flyway makes to the database, and each copy is migrated.
 */
class InterruptedMigrationFaultTests {

	private static final List<String> FILES = List.of("devices.db", "devices.db-wal");

	private static final Set<String> CALLS = Set.of("execute", "executeUpdate", "executeBatch", "executeLargeUpdate",
			"commit", "rollback", "setAutoCommit");

	private static final String SCHEMA = "select name, sql from sqlite_master where name not like 'sqlite_%' order by 1";

	private static final String ROWS = "select device_id, app_ver, update_file_path from device_app order by 1";

	@TempDir
	private Path scratch;

	/** Every version that a database can come from; none: it isn't there yet. */
	static List<String> versions() throws IOException {
		List<String> versions = new ArrayList<>(List.of("none", "docker-fuota-server"));
		Path empty = Files.createTempDirectory("fuota-migrations");
		Flyway flyway = flyway(new Counted(empty.resolve("devices.db"), () -> {
		}), "latest");
		Arrays.stream(flyway.info().pending()).map(MigrationInfo::getVersion).forEach(v -> versions.add(v.toString()));
		try (Stream<Path> files = Files.walk(empty)) {
			files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
		}
		return versions;
	}

	@ParameterizedTest
	@MethodSource("versions")
	void migrationThatIsKilledAtAnyStatementIsFinishedByTheNextStart(String from) throws IOException, SQLException {
		Path begin = databaseOf(from);
		Path whole = Files.createDirectory(scratch.resolve("whole"));
		copy(begin, whole);
		List<Path> kills = new ArrayList<>();
		migrate(whole, () -> keepIfNew(kills, copyTo(whole, scratch.resolve("kill-" + kills.size()))));
		List<String> schema = query(whole, SCHEMA);
		List<String> rows = query(whole, ROWS);

		boolean isNewest = from.equals(newest());
		assertThat(kills).as("moments from " + from).hasSizeGreaterThan(isNewest ? 0 : 1);
		for (Path killed : kills) {
			migrate(killed, () -> {
			});
			assertThat(query(killed, SCHEMA)).as(killed + " from " + from).isEqualTo(schema);
			assertThat(query(killed, ROWS)).as(killed + " from " + from).isEqualTo(rows);
			assertThat(query(killed, "select version, success from flyway_schema_history where version != '0'"))
				.as(killed + " from " + from)
				.isEqualTo(query(whole, "select version, success from flyway_schema_history where version != '0'"));
			assertThat(query(killed, "pragma integrity_check")).containsExactly("ok");
		}
	}

	private static String newest() throws IOException {
		return versions().getLast();
	}

	@Test
	void rowsOfDockerFuotaServerAreThere() throws IOException, SQLException {
		Path folder = databaseOf("docker-fuota-server");
		migrate(folder, () -> {
		});
		assertThat(query(folder, ROWS)).containsExactly("1|0.1|a.bin");
	}

	private Path databaseOf(String version) throws IOException, SQLException {
		Path folder = Files.createDirectory(scratch.resolve("begin"));
		if (version.equals("docker-fuota-server")) {
			run(folder, "create table device_app(device_id text primary key, app_ver text, update_file_path text)");
		}
		else if (!version.equals("none")) {
			flyway(new Counted(folder.resolve("devices.db"), () -> {
			}), version).migrate();
		}
		if (!version.equals("none")) {
			run(folder, "insert into device_app values ('1', '0.1', 'a.bin')");
		}
		return folder;
	}

	/** What a start does with the database. */
	private static void migrate(Path folder, Runnable atEachCall) throws IOException {
		try (DataFolder data = DataFolder.open(folder)) {
			DatabaseFile.check(data);
			DatabaseFile.migrate(flyway(new Counted(data.database(), atEachCall), "latest"));
		}
	}

	/** As application.yaml sets it. */
	private static Flyway flyway(DataSource database, String target) {
		return Flyway.configure()
			.dataSource(database)
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.target(target)
			.load();
	}

	private static void run(Path folder, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("devices.db"));
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static List<String> query(Path folder, String sql) throws SQLException {
		List<String> found = new ArrayList<>();
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("devices.db"));
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				List<String> row = new ArrayList<>();
				for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
					row.add(rows.getString(i));
				}
				found.add(String.join("|", row));
			}
		}
		return found;
	}

	private static Path copyTo(Path from, Path to) {
		try {
			Files.createDirectory(to);
			copy(from, to);
			return to;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** Most calls change nothing on the disk. */
	private static void keepIfNew(List<Path> kills, Path copy) {
		try {
			if (kills.isEmpty() || !sameContent(kills.getLast(), copy)) {
				kills.add(copy);
				return;
			}
			for (String name : FILES) {
				Files.deleteIfExists(copy.resolve(name));
			}
			Files.delete(copy);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static boolean sameContent(Path one, Path other) throws IOException {
		for (String name : FILES) {
			boolean inBoth = Files.exists(one.resolve(name)) && Files.exists(other.resolve(name));
			boolean inNone = Files.notExists(one.resolve(name)) && Files.notExists(other.resolve(name));
			if (!inNone && !(inBoth && Files.mismatch(one.resolve(name), other.resolve(name)) == -1)) {
				return false;
			}
		}
		return true;
	}

	private static void copy(Path from, Path to) throws IOException {
		for (String name : FILES) {
			if (Files.exists(from.resolve(name))) {
				Files.copy(from.resolve(name), to.resolve(name));
			}
		}
	}

	/**
	 * Connections as the server's, which say when something is about to be done, and when
	 * it was.
	 */
	private static final class Counted extends AbstractDataSource {

		private final Path file;

		private final Runnable atEachCall;

		Counted(Path file, Runnable atEachCall) {
			this.file = file;
			this.atEachCall = atEachCall;
		}

		@Override
		public Connection getConnection() throws SQLException {
			return observed(Connection.class,
					DriverManager.getConnection("jdbc:sqlite:" + file, StorageConfiguration.connectionProperties()));
		}

		@Override
		public Connection getConnection(String user, String password) throws SQLException {
			return getConnection();
		}

		private <T> T observed(Class<T> type, T target) {
			return type
				.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (_, method, arguments) -> {
					boolean counts = CALLS.contains(method.getName());
					if (counts) {
						atEachCall.run();
					}
					try {
						Object result = method.invoke(target, arguments);
						if (counts) {
							atEachCall.run();
						}
						return wrapped(method.getReturnType(), result);
					}
					catch (InvocationTargetException thrown) {
						throw thrown.getCause();
					}
				}));
		}

		private Object wrapped(Class<?> type, Object result) {
			return Statement.class.isAssignableFrom(type) && result != null ? observedAs(type, result) : result;
		}

		private <T> Object observedAs(Class<T> type, Object result) {
			return observed(type, type.cast(result));
		}

	}

}
