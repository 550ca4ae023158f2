package io.fuota.protocol.coap;

import io.fuota.address.PortNumber;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The CoAP listeners: they open last, when all is ready, and close first. */
@Component
public class CoapServer implements SmartLifecycle {

	private static final Logger LOG = LoggerFactory.getLogger(CoapServer.class);

	private final CoapSettings settings;

	private final CoapDispatcher dispatcher;

	private @Nullable UdpListener plain;

	CoapServer(CoapSettings settings, CoapDispatcher dispatcher) {
		this.settings = settings;
		this.dispatcher = dispatcher;
	}

	@Override
	public synchronized void start() {
		PortNumber port = settings.plainPort();
		if (plain == null && !port.isOff()) {
			plain = UdpListener.open(port, dispatcher);
			LOG.info("CoAP is on UDP port {}", plain.port());
		}
	}

	@Override
	public synchronized void stop() {
		if (plain != null) {
			plain.close();
			plain = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return plain != null;
	}

	/** The UDP port of plain CoAP; empty where it is off. */
	public synchronized OptionalInt port() {
		return plain == null ? OptionalInt.empty() : OptionalInt.of(plain.port());
	}

}
