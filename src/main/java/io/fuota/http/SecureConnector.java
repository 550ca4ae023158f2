package io.fuota.http;

import org.apache.catalina.connector.Connector;

/** Has a connector speak TLS, with this server's certificates. */
public interface SecureConnector {

	/** Before the connector starts. */
	void secure(Connector connector);

}
