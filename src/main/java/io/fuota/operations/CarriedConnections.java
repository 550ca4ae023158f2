package io.fuota.operations;

import com.zaxxer.hikari.HikariDataSource;
import io.fuota.storage.Carriers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Connections to SQLite. Whoever has one holds a carrier, since SQLite waits for the disk
 * and for its lock on the thread that calls it (docs/adr/0032).
 */
final class CarriedConnections extends HikariDataSource {

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		return Thread.currentThread().isVirtual() ? carried(connection) : connection;
	}

	private static Connection carried(Connection connection) {
		Carriers.Hold held = Carriers.hold();
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (_, method, arguments) -> {
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException failure) {
						throw failure.getCause();
					}
					finally {
						if (ends(method)) {
							held.close();
						}
					}
				});
	}

	private static boolean ends(Method method) {
		return "close".equals(method.getName()) || "abort".equals(method.getName());
	}

}
