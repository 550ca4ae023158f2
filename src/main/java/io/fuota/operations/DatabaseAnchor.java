package io.fuota.operations;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.springframework.beans.factory.DisposableBean;

/**
 * A connection beside the pool's that is open as long as the server runs. After an I/O
 * error the pool replaces its connections; were there none at some moment, SQLite would
 * read its log anew, and might find a transaction in it whose sync failed: one that an
 * operator was told hadn't happened.
 */
final class DatabaseAnchor implements DisposableBean {

	private final Connection connection;

	/**
	 * @throws DatabaseUnusableException if the database can't be opened
	 */
	DatabaseAnchor(String url, Properties properties) {
		try {
			connection = DriverManager.getConnection(url, properties);
			try (Statement statement = connection.createStatement()) {
				// Opens the log, too.
				statement.execute("select count(*) from sqlite_schema");
			}
		}
		catch (SQLException failure) {
			throw new DatabaseUnusableException("the database can't be opened: " + failure.getMessage(), failure);
		}
	}

	@Override
	public void destroy() throws SQLException {
		connection.close();
	}

}
