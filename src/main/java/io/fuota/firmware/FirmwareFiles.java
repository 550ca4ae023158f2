package io.fuota.firmware;

import java.util.List;
import org.springframework.data.repository.Repository;

/** The rows of {@code firmware_file}. */
interface FirmwareFiles extends Repository<FirmwareFile, String> {

	List<FirmwareFile> findAll();

	FirmwareFile save(FirmwareFile file);

	boolean existsBySha256(String sha256);

	void deleteById(String name);

}
