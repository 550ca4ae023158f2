package io.fuota.protocol.exosite;

import io.fuota.console.CredentialBook;
import io.fuota.http.HttpRefusal;
import io.fuota.protocol.exosite.ExositeDevice.State;
import io.fuota.protocol.exosite.ExositeDevices.Wanted;
import io.fuota.protocol.exosite.ExositeViews.ExositeDeviceView;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The tokens of devices as people see and change them in the console. */
@Component
class ExositeCredentialBook implements CredentialBook {

	private static final String NAME = "Exosite token";

	private static final Act ENABLE = new Act("enable", "Let it activate again",
			"It may fetch a new token once; the one that it has is good until then.", false);

	private static final Act RENEW = new Act("renew", "Make a new token",
			"You see it once, and put it into the device yourself; the one before is void.", true);

	private static final Act REVOKE = new Act("revoke", "Revoke",
			"The device is locked out: it has no token, and may not activate.", true);

	private final ExositeDevices devices;

	ExositeCredentialBook(ExositeDevices devices) {
		this.devices = devices;
	}

	@Override
	public String key() {
		return "exosite";
	}

	@Override
	public boolean isSeenByOperators() {
		return true;
	}

	@Override
	public Optional<Credential> of(String device) {
		return devices.find(device).map(ExositeDevice::state).map(ExositeCredentialBook::credential);
	}

	@Override
	public String act(String id, String act) {
		ExositeDevice device = devices.find(id)
			.orElseThrow(() -> new HttpRefusal(HttpStatus.NOT_FOUND, "There is no Exosite device " + id + "."));
		return switch (act) {
			case "enable" -> {
				devices.enable(List.of(new Wanted(device.state().product(), device.state().sn(), null)));
				yield "It may activate again.";
			}
			case "renew" -> "The new token, shown this once: " + devices.renew(device).text();
			case "revoke" -> {
				devices.revoke(device);
				yield "The token is revoked. The device is locked out.";
			}
			default -> throw HttpRefusal.badRequest("There is no act " + act + ".");
		};
	}

	private static Credential credential(State state) {
		return switch (ExositeDeviceView.name(state)) {
			case ExositeDeviceView.ENABLED -> new Credential(NAME, true, "enabled",
					"It has no token yet, and gets one when it activates.", null, List.of(RENEW, REVOKE));
			case ExositeDeviceView.ACTIVATED -> new Credential(NAME, true, "activated", "It has its token.",
					state.activatedAt(), List.of(ENABLE, RENEW, REVOKE));
			case ExositeDeviceView.ENABLED_AGAIN ->
				new Credential(NAME, true, "enabled again", "It has its token, and may activate again to get another.",
						state.activatedAt(), List.of(RENEW, REVOKE));
			default -> new Credential(NAME, false, "revoked", "It has no token, and may not activate.", null,
					List.of(ENABLE, RENEW));
		};
	}

}
