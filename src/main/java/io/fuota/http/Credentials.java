package io.fuota.http;

import io.fuota.access.Account;
import io.fuota.access.Accounts;
import io.fuota.access.ClientNetwork;
import io.fuota.access.Recognition;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Basic credentials of a request (RFC 7617), without challenge or session. */
@Component
public class Credentials {

	private static final String SCHEME = "Basic ";

	private static final String RECOGNITION = Credentials.class.getName();

	private final Accounts accounts;

	private final HeldAnswers held;

	Credentials(Accounts accounts, HeldAnswers held) {
		this.accounts = accounts;
		this.held = held;
	}

	/**
	 * Whose request this is; the request's log line will say so. Empty where the
	 * credentials are missing, malformed or wrong; where too many from there were wrong,
	 * only after a while. Credentials are looked at once in a request, however often this
	 * is asked.
	 */
	public Optional<Account> accountOf(HttpServletRequest request) {
		Recognition recognition = request.getAttribute(RECOGNITION) instanceof Recognition known ? known
				: recognize(request, presented(request));
		return account(recognition);
	}

	/**
	 * The same for a name and a password that came in a form: a wrong pair is a guess as
	 * any other.
	 */
	public Optional<Account> accountOf(HttpServletRequest request, String username, String password) {
		return account(recognize(request, (username + ":" + password).getBytes(StandardCharsets.UTF_8)));
	}

	private static Optional<Account> account(Recognition recognition) {
		return switch (recognition) {
			case Recognition.Recognized(var account) -> Optional.of(account);
			case Recognition.Wrong _, Recognition.Exhausted _ -> Optional.empty();
		};
	}

	private Recognition recognize(HttpServletRequest request, byte @Nullable [] userAndPassword) {
		Recognition recognition = userAndPassword == null ? new Recognition.Wrong()
				: accounts.recognize(ClientNetwork.of(request.getRemoteAddr()), userAndPassword);
		request.setAttribute(RECOGNITION, recognition);
		switch (recognition) {
			case Recognition.Recognized(var account) -> RequestNote.account(request, account.username());
			case Recognition.Exhausted _ -> {
				RequestNote.slowed(request);
				held.hold();
			}
			case Recognition.Wrong _ -> {
				// The rules of the path refuse it, and so does the log line.
			}
		}
		return recognition;
	}

	/** No guess where this is null: nothing was presented that could be right. */
	private static byte @Nullable [] presented(HttpServletRequest request) {
		String header = request.getHeader("Authorization");
		if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return null;
		}
		try {
			return Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
		}
		catch (IllegalArgumentException noBase64) {
			return null;
		}
	}

}
