package io.fuota.operations;

import io.fuota.firmware.FirmwareSettings;
import io.fuota.firmware.FolderImport;
import io.fuota.storage.DataFolder;
import io.fuota.storage.DataFolderUnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Takes in, before the first request is answered, what other programs left:
 * docker-fuota-server's flat firmware files beside the database, and the tree that
 * FUOTA_IMPORT_DIR names. The originals stay where they are.
 */
@Component
class TakeOver implements SmartInitializingSingleton {

	private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);

	private final DataFolder data;

	private final FirmwareSettings settings;

	private final FolderImport imports;

	TakeOver(DataFolder data, FirmwareSettings settings, FolderImport imports) {
		this.data = data;
		this.settings = settings;
		this.imports = imports;
	}

	@Override
	public void afterSingletonsInstantiated() {
		takeIn("data", data.root(), 1);
		Path folder = settings.importFolder();
		if (folder != null) {
			if (!Files.isDirectory(folder)) {
				throw new DataFolderUnusableException("FUOTA_IMPORT_DIR names " + folder + ", which is no folder");
			}
			takeIn("import", folder, Integer.MAX_VALUE);
		}
	}

	private void takeIn(String label, Path folder, int depth) {
		try {
			FolderImport.Result result = imports.takeIn(label, folder, depth, file -> depth > 1 || !data.isOwn(file));
			if (result.taken() + result.refused() > 0) {
				LOG.info("took in {} firmware files from {} ({} known already, {} left out)", result.taken(), folder,
						result.known(), result.refused());
			}
		}
		catch (IOException failure) {
			throw new DataFolderUnusableException("the folder " + folder + " can't be read: " + failure, failure);
		}
	}

}
