package io.fuota.operations;

import io.fuota.http.ListenerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says that the server is ready, and where. The run script and tests wait for this line.
 */
@Component
class ReadyLine {

	private static final Logger LOG = LoggerFactory.getLogger("fuota-server");

	private final ListenerSettings listener;

	private final Environment environment;

	ReadyLine(ListenerSettings listener, Environment environment) {
		this.listener = listener;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void ready() {
		LOG.info("fuota-server ready: {}",
				listener.ownUrl(environment.getRequiredProperty("local.server.port", Integer.class)));
	}

}
