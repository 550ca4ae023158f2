package io.fuota.firmware;

import io.fuota.step.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes in firmware files that lie in a folder, under their relative names, by copying:
 * the originals stay as they are. Doing it again takes in only what has changed over
 * there since (by size and time).
 */
@Component
public class FolderImport {

	private static final Logger LOG = LoggerFactory.getLogger(FolderImport.class);

	private static final int PROGRESS_EVERY = 100;

	private final FirmwareCatalogue catalogue;

	private final ImportedFiles imported;

	private final TransactionTemplate transactions;

	FolderImport(FirmwareCatalogue catalogue, ImportedFiles imported, TransactionTemplate transactions) {
		this.catalogue = catalogue;
		this.imported = imported;
		this.transactions = transactions;
	}

	/**
	 * Takes in every regular file of a folder. One that can't be read or is refused is
	 * left out with a warning in the log and tried again next time.
	 * @param label tells this folder from others, for remembering what was taken in
	 * @param depth 1 for the files directly in the folder
	 * @param wanted which files
	 * @throws IOException if the folder itself can't be read
	 */
	public Result takeIn(String label, Path folder, int depth, Predicate<Path> wanted) throws IOException {
		int taken = 0;
		int known = 0;
		int refused = 0;
		try (Stream<Path> tree = Files.walk(folder, depth)) {
			for (Path file : (Iterable<Path>) tree.filter(this::isFile).filter(wanted).sorted()::iterator) {
				switch (takeIn(label, folder, file)) {
					case TAKEN -> {
						taken++;
						if (taken % PROGRESS_EVERY == 0) {
							LOG.info("taking in files from {}: {} so far", folder, taken);
						}
					}
					case KNOWN -> known++;
					case REFUSED -> refused++;
				}
			}
		}
		return new Result(taken, known, refused);
	}

	private Outcome takeIn(String label, Path folder, Path file) {
		String relative = folder.relativize(file).toString();
		try {
			ImportedFile seen = new ImportedFile(label + ":" + relative, Files.size(file),
					Files.getLastModifiedTime(file).toMillis());
			if (imported.findById(label + ":" + relative).filter(seen::isSameAs).isPresent()) {
				return Outcome.KNOWN;
			}
			FirmwareFile taken;
			try (InputStream bytes = Files.newInputStream(file)) {
				taken = catalogue.receive(FileName.forImport(relative), bytes, Files.size(file), IfBroken.KEEP);
			}
			Step.IMPORT_RECEIVED.reached();
			transactions.executeWithoutResult(_ -> imported.save(seen));
			LOG.info("took in {}: {} bytes, SHA-256 {}", file, taken.size(), taken.digest());
			taken.flaw().ifPresent(flaw -> LOG.warn("{} is served, but: {}", file, flaw.message()));
			return Outcome.TAKEN;
		}
		catch (IOException | IllegalArgumentException | EmptyFileException refused) {
			LOG.warn("didn't take in {}: {}", file, refused.toString());
			return Outcome.REFUSED;
		}
	}

	private boolean isFile(Path path) {
		return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
	}

	private enum Outcome {

		TAKEN, KNOWN, REFUSED

	}

	/**
	 * What an import did.
	 *
	 * @param taken files taken in now
	 * @param known files taken in before and unchanged since
	 * @param refused files left out, each with a warning in the log
	 */
	public record Result(int taken, int known, int refused) {
	}

}
