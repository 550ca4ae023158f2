package io.fuota.access;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The rows of {@code generated_password}. */
interface GeneratedPasswords extends Repository<GeneratedPassword, String> {

	Optional<GeneratedPassword> findById(String username);

	GeneratedPassword save(GeneratedPassword password);

}
