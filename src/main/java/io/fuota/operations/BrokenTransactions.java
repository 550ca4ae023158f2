package io.fuota.operations;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/**
 * Takes a connection out of the pool whose transaction SQLite may have ended by itself,
 * as it does when the disk fails (https://sqlite.org/lang_transaction.html). The driver
 * doesn't notice, and begins no other one: what is written next would be committed
 * statement by statement.
 */
final class BrokenTransactions implements SQLExceptionOverride {

	private final HikariDataSource pool;

	BrokenTransactions(HikariDataSource pool) {
		this.pool = pool;
	}

	@java.lang.Override
	public Override adjudicate(SQLException failure) {
		return switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode())) {
			case SQLITE_IOERR, SQLITE_FULL, SQLITE_NOMEM, SQLITE_INTERRUPT, SQLITE_CANTOPEN, SQLITE_CORRUPT,
					SQLITE_NOTADB, SQLITE_PROTOCOL ->
				Override.MUST_EVICT;
			case SQLITE_READONLY -> {
				replaceAll();
				yield Override.MUST_EVICT;
			}
			default -> Override.CONTINUE_EVICT;
		};
	}

	/**
	 * A connection that is opened while the disk is read-only stays so, and so may the
	 * others be.
	 */
	private void replaceAll() {
		HikariPoolMXBean connections = pool.getHikariPoolMXBean();
		if (connections != null) {
			connections.softEvictConnections();
		}
	}

}
