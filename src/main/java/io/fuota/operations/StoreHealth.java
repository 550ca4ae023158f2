package io.fuota.operations;

import io.fuota.storage.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Whether firmware can be served: the folder of the bytes can be read. Says besides how
 * much space uploads still have; a full disk keeps nobody from downloading.
 */
@Component("store")
class StoreHealth extends AbstractHealthIndicator {

	private final DataFolder data;

	private final StorageSettings settings;

	StoreHealth(DataFolder data, StorageSettings settings) {
		super("the store can't be looked at");
		this.data = data;
		this.settings = settings;
	}

	@Override
	protected void doHealthCheck(Health.Builder health) throws IOException {
		try (Stream<Path> blobs = Files.list(data.blobs())) {
			health.withDetail("readable", blobs.findFirst().isPresent() || Files.isReadable(data.blobs()));
		}
		long free = Files.getFileStore(data.blobs()).getUsableSpace() - settings.diskReserve().toBytes();
		health.up().withDetail("bytesForUploads", Math.max(0, free));
	}

}
