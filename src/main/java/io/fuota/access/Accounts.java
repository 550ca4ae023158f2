package io.fuota.access;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The accounts of this server: the first one, and one for devices where the operator
 * named it.
 */
@Component
public class Accounts {

	private record Entry(Secret secret, Account account) {
	}

	private final List<Entry> entries = new ArrayList<>();

	Accounts(AccessSettings settings, PasswordMaker passwords) {
		SecureRandom random = new SecureRandom();
		Set<Role> firstRoles = settings.adminOnly() ? EnumSet.of(Role.ADMIN) : EnumSet.allOf(Role.class);
		Secret first = settings.password().isEmpty() ? passwords.secretOf(settings.username())
				: Secret.of(settings.username(), settings.password(), random);
		entries.add(new Entry(first, new Account(settings.username(), firstRoles)));
		if (!settings.deviceUsername().isEmpty()) {
			entries.add(new Entry(Secret.of(settings.deviceUsername(), settings.devicePassword(), random),
					new Account(settings.deviceUsername(), EnumSet.of(Role.DEVICE))));
		}
	}

	/**
	 * The account that these credentials belong to. Takes the same time whichever part is
	 * wrong.
	 * @param userAndPassword {@code user:password} in UTF-8, as basic authentication
	 * sends it
	 */
	public Optional<Account> authenticate(byte[] userAndPassword) {
		Optional<Account> found = Optional.empty();
		for (Entry entry : entries) {
			if (entry.secret().matches(userAndPassword)) {
				found = Optional.of(entry.account());
			}
		}
		return found;
	}

}
