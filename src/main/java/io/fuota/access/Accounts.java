package io.fuota.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The accounts of this server: the first one, and those for devices and for operators
 * where they are named.
 */
@Component
public class Accounts {

	private record Entry(Secret secret, Account account) {
	}

	private final List<Entry> entries = new ArrayList<>();

	private final Guesses guesses;

	Accounts(AccessSettings settings, PasswordMaker passwords, Guesses guesses) {
		this.guesses = guesses;
		SecureRandom random = new SecureRandom();
		Set<Role> firstRoles = settings.adminOnly() ? EnumSet.of(Role.ADMIN) : EnumSet.allOf(Role.class);
		Secret first = settings.password().isEmpty() ? passwords.secretOf(settings.username())
				: Secret.of(settings.username(), settings.password(), random);
		entries.add(new Entry(first, new Account(settings.username(), firstRoles)));
		if (!settings.deviceUsername().isEmpty()) {
			entries.add(new Entry(Secret.of(settings.deviceUsername(), settings.devicePassword(), random),
					new Account(settings.deviceUsername(), EnumSet.of(Role.DEVICE))));
		}
		if (!settings.operatorUsername().isEmpty()) {
			entries.add(new Entry(Secret.of(settings.operatorUsername(), settings.operatorPassword(), random),
					new Account(settings.operatorUsername(), EnumSet.of(Role.OPERATOR))));
		}
	}

	/**
	 * Whose credentials these are. A comparison takes the same time whichever part is
	 * wrong; where too many wrong ones came from, there may be none.
	 * @param network where they come from
	 * @param userAndPassword {@code user:password} in UTF-8, as basic authentication
	 * sends it
	 */
	public Recognition recognize(ClientNetwork network, byte[] userAndPassword) {
		return guesses.recognize(network, accountIn(userAndPassword), () -> compare(userAndPassword));
	}

	private Optional<Account> compare(byte[] userAndPassword) {
		Optional<Account> found = Optional.empty();
		for (Entry entry : entries) {
			if (entry.secret().matches(userAndPassword)) {
				found = Optional.of(entry.account());
			}
		}
		return found;
	}

	/**
	 * The user name, where an account has it. All others share one budget, since there is
	 * no end of them.
	 */
	private String accountIn(byte[] userAndPassword) {
		String text = new String(userAndPassword, StandardCharsets.UTF_8);
		int colon = text.indexOf(':');
		String username = colon < 0 ? text : text.substring(0, colon);
		for (Entry entry : entries) {
			if (entry.account().username().equals(username)) {
				return entry.account().username();
			}
		}
		return "";
	}

}
