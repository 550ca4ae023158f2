package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.fuota.testing.LeakWatch;
import io.fuota.testing.RawResponse;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever waits for the database holds nobody up who doesn't need it. */
@ExtendWith(LeakWatch.class)
class LockedDatabaseFaultTests {

	/** Of each kind. */
	private static final int WRITERS = 4;

	private final TestServer server = TestServer.prepare().start();

	@BeforeEach
	void assign() {
		server.admin().upload("new.bin", new byte[] { 1 });
		server.admin().assign("1", "1", "new.bin");
	}

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void checksAreAnsweredWhileWritesWait() throws Exception {
		List<Future<RawResponse>> writes = new ArrayList<>();
		HikariPoolMXBean pool = server.part(HikariDataSource.class).getHikariPoolMXBean();
		try (Connection elsewhere = DriverManager
			.getConnection("jdbc:sqlite:" + Database.of(server.dataFolder()).file());
				Statement statement = elsewhere.createStatement();
				ExecutorService clients = Executors.newFixedThreadPool(2 * WRITERS)) {
			statement.execute("begin immediate");
			for (int i = 0; i < WRITERS; i++) {
				String device = Integer.toString(i + 2);
				byte[] row = "\"%s\",\"1\",\"new.bin\"\n".formatted(device).getBytes(StandardCharsets.UTF_8);
				writes.add(clients.submit(() -> server.admin().put("/devices", "text/csv", row)));
				writes.add(clients.submit(() -> server.admin().upload("new-" + device, row)));
			}
			// Assignments wait for each other before the database, and so do uploads.
			await().until(() -> pool.getActiveConnections() >= 2);
			for (int i = 0; i < 20; i++) {
				assertThat(server.admin().get("/devices/1?app_ver=1").text()).isEqualTo("new.bin");
			}
			assertThat(server.admin().get("/files/new.bin").body()).containsExactly(1);
			assertThat(pool.getActiveConnections()).isGreaterThanOrEqualTo(2);
			statement.execute("rollback");
			for (Future<RawResponse> write : writes) {
				assertThat(write.get().status()).isEqualTo(200);
			}
		}
	}

}
