package io.fuota.firmware;

import java.util.List;
import org.springframework.data.repository.Repository;

/** The rows of {@code released_blob}. */
interface ReleasedBlobs extends Repository<ReleasedBlob, String> {

	List<ReleasedBlob> findAll();

	ReleasedBlob save(ReleasedBlob blob);

	void deleteById(String sha256);

}
