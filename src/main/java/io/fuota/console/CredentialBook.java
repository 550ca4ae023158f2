package io.fuota.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what devices of a protocol show who they are, as people see and change it; the
 * protocol itself fills this in, since the console knows no protocol.
 */
public interface CredentialBook {

	/**
	 * What the server knows of a device's credential; never the secret.
	 *
	 * @param name such as "Exosite token"
	 * @param usable whether the device can use it now
	 * @param state in a word or two
	 * @param sentence what that means for the device
	 * @param since since when it has it; null where it has none
	 */
	record Credential(String name, boolean usable, String state, String sentence, @Nullable Instant since,
			List<Act> acts) {
	}

	/**
	 * What can be done with it.
	 *
	 * @param name for {@link #act}
	 * @param button what the button says
	 * @param consequence what it does, as a sentence
	 * @param locksOut whether the device can be locked out by it
	 */
	record Act(String name, String button, String consequence, boolean locksOut) {
	}

	/** Which one this is, among all: lower-case letters and hyphens. */
	String key();

	/** Whether operators see it as admins do, as they do under {@code /api/v1}. */
	boolean isSeenByOperators();

	/** A device's credential; empty where it has none of this kind. */
	Optional<Credential> of(String device);

	/**
	 * Does it, durably when this returns.
	 * @return what was done, as sentences; a new secret stands there and nowhere else
	 * @throws io.fuota.http.HttpRefusal 404 where the device has no such credential, 400
	 * where there is no such act
	 */
	String act(String device, String act);

}
