package io.fuota.operations;

import com.zaxxer.hikari.HikariDataSource;
import io.fuota.access.AccessSettings;
import io.fuota.storage.DataFolder;
import io.fuota.storage.DataFolderUnusableException;
import io.fuota.storage.DiskFileStore;
import io.fuota.storage.FileStore;
import java.io.IOException;
import java.time.Clock;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/** The data folder, the store in it, and the database. */
@Configuration(proxyBeanMethods = false)
// Reads run without a transaction, so that none holds SQLite's write lock; writes say
// where theirs begin and end.
@EnableJpaRepositories(basePackages = "io.fuota", enableDefaultTransactions = false)
class StorageConfiguration {

	/**
	 * How long a writer waits for another process that writes to the database, such as a
	 * shell's sqlite3.
	 */
	private static final int BUSY_TIMEOUT_MILLIS = 5_000;

	private static final int CONNECTIONS = 4;

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	DataFolder dataFolder(StorageSettings settings) {
		return DataFolder.open(settings.dataFolder());
	}

	@Bean
	FileStore fileStore(DataFolder data, StorageSettings settings) {
		try {
			return new DiskFileStore(data.blobs(), data.incoming(), settings.diskReserve().toBytes());
		}
		catch (IOException failure) {
			throw new DataFolderUnusableException(
					"the data folder " + data.root() + " (FUOTA_DATA_DIR) can't be written: " + failure, failure);
		}
	}

	@Bean
	HikariDataSource dataSource(DataFolder data) {
		DatabaseFile.check(data);
		HikariDataSource pool = new CarriedConnections();
		pool.setPoolName("sqlite");
		pool.setJdbcUrl("jdbc:sqlite:" + data.database());
		pool.setDataSourceProperties(connectionProperties());
		pool.setMaximumPoolSize(CONNECTIONS);
		pool.setExceptionOverride(new BrokenTransactions(pool));
		return pool;
	}

	/** Behind the migration, as everything that needs a JdbcTemplate. */
	@Bean
	DatabaseAnchor databaseAnchor(DataFolder data, @SuppressWarnings("unused") JdbcTemplate behindTheMigration) {
		return new DatabaseAnchor("jdbc:sqlite:" + data.database(), connectionProperties());
	}

	static Properties connectionProperties() {
		SQLiteConfig config = new SQLiteConfig();
		config.setJournalMode(JournalMode.WAL);
		// FULL, not WAL's usual NORMAL: what was answered "200" survives a power cut.
		config.setSynchronous(SynchronousMode.FULL);
		config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
		config.setTransactionMode(TransactionMode.IMMEDIATE);
		return config.toProperties();
	}

	@Bean
	FlywayMigrationStrategy migration(DataSource database) {
		return DatabaseFile::migrate;
	}

	/**
	 * Read from the property sources themselves: a placeholder would resolve what looks
	 * like one in a password.
	 */
	@Bean
	AccessSettings accessSettings(ConfigurableEnvironment environment) {
		return new AccessSettings(raw(environment, "US_AUTH_USERNAME"), raw(environment, "US_AUTH_PASSWORD"),
				raw(environment, "FUOTA_DEVICE_USERNAME"), raw(environment, "FUOTA_DEVICE_PASSWORD"),
				adminOnly(environment), raw(environment, "FUOTA_OPERATOR_USERNAME"),
				raw(environment, "FUOTA_OPERATOR_PASSWORD"));
	}

	private static boolean adminOnly(ConfigurableEnvironment environment) {
		return switch (raw(environment, "FUOTA_ADMIN_ONLY")) {
			case "true" -> true;
			case "", "false" -> false;
			default -> throw new IllegalArgumentException("FUOTA_ADMIN_ONLY must be true or false");
		};
	}

	private static String raw(ConfigurableEnvironment environment, String name) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			Object value = "configurationProperties".equals(source.getName()) ? null : source.getProperty(name);
			if (value != null) {
				return value.toString();
			}
		}
		return "";
	}

}
