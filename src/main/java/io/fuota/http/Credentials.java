package io.fuota.http;

import io.fuota.access.Account;
import io.fuota.access.Accounts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Basic credentials of a request (RFC 7617), without challenge or session. */
@Component
public class Credentials {

	private static final String SCHEME = "Basic ";

	private final Accounts accounts;

	Credentials(Accounts accounts) {
		this.accounts = accounts;
	}

	/**
	 * Whose request this is; the request's log line will say so. Empty where the
	 * credentials are missing, malformed or wrong.
	 */
	public Optional<Account> accountOf(HttpServletRequest request) {
		String header = request.getHeader("Authorization");
		if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return Optional.empty();
		}
		try {
			Optional<Account> account = accounts
				.authenticate(Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()));
			account.ifPresent(known -> RequestNote.account(request, known.username()));
			return account;
		}
		catch (IllegalArgumentException noBase64) {
			return Optional.empty();
		}
	}

}
