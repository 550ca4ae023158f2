package io.fuota.firmware;

import io.fuota.firmware.image.ImageInspectors;
import io.fuota.firmware.image.Inspection;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks into files that came in before this server looked into files. */
@Component
public class LateInspection {

	private static final Logger LOG = LoggerFactory.getLogger(LateInspection.class);

	private final FirmwareCatalogue catalogue;

	LateInspection(FirmwareCatalogue catalogue) {
		this.catalogue = catalogue;
	}

	/**
	 * Looks into every file that nobody has looked into yet, until it is interrupted.
	 * What is broken stays and is served as before, and the log names it.
	 */
	public void inspectOlderFiles() {
		for (FirmwareFile file : catalogue.all()) {
			if (file.inspection().isEmpty() && !Thread.currentThread().isInterrupted()) {
				inspect(file);
			}
		}
	}

	private void inspect(FirmwareFile file) {
		try (SeekableByteChannel bytes = catalogue.open(file)) {
			Inspection found = ImageInspectors.inspect(file.name().value(), bytes);
			if (catalogue.replace(file, file.inspected(found)) && found instanceof Inspection.Broken(var flaw)) {
				LOG.warn("{} is served as before, but: {}", file.name(), flaw.message());
			}
		}
		catch (ClosedByInterruptException stopping) {
			LOG.debug("stopped before {}; the next start goes on", file.name());
		}
		catch (IOException failure) {
			LOG.warn("can't look into {}; the next start tries again: {}", file.name(), failure.toString());
		}
	}

}
