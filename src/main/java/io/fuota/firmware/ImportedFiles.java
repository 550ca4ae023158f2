package io.fuota.firmware;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The rows of {@code imported_file}. */
interface ImportedFiles extends Repository<ImportedFile, String> {

	Optional<ImportedFile> findById(String source);

	ImportedFile save(ImportedFile file);

}
