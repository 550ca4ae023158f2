package io.fuota.protocol.coaps;

import io.fuota.console.CredentialBook;
import io.fuota.http.HttpRefusal;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The pre-shared keys of devices as people see them in the console: an identity that is
 * spelled as a device's id is that device's.
 */
@Component
class CoapCredentialBook implements CredentialBook {

	private static final String NAME = "CoAP pre-shared key";

	private static final Act REMOVE = new Act("remove", "Remove",
			"It can't open a DTLS connection any more; one that is open stays so.", true);

	private final PskIdentities identities;

	CoapCredentialBook(PskIdentities identities) {
		this.identities = identities;
	}

	@Override
	public String key() {
		return "coap-psk";
	}

	@Override
	public boolean isSeenByOperators() {
		return false;
	}

	@Override
	public Optional<Credential> of(String device) {
		return identities.find(device).map(known -> {
			boolean usable = identities.secretOf(device).isPresent();
			return new Credential(NAME, usable, usable ? "set" : "can't be opened",
					usable ? "Its identity is the device's id."
							: "Restore the file coap-psk-key, or set the secret again.",
					known.since(), List.of(REMOVE));
		});
	}

	@Override
	public String act(String device, String act) {
		if (!act.equals(REMOVE.name())) {
			throw HttpRefusal.badRequest("There is no act " + act + ".");
		}
		if (!identities.remove(device)) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND, "There is no identity " + device + ".");
		}
		return "The pre-shared key is removed.";
	}

}
