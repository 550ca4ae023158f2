package io.fuota.protocol.coaps;

import io.fuota.history.AuditTrail;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who may open a DTLS connection with a pre-shared key. Secrets are sealed in the
 * database and open in memory.
 */
@Component
class PskIdentities {

	private static final Logger LOG = LoggerFactory.getLogger(PskIdentities.class);

	/** RFC 4279 §5.3: what an implementation must be able to take. */
	static final int MAX_IDENTITY = 128;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private final AuditTrail audit;

	private final SecretBox box;

	private final Clock clock;

	private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

	PskIdentities(JdbcTemplate jdbc, TransactionTemplate transactions, AuditTrail audit, SecretBox box, Clock clock) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.audit = audit;
		this.box = box;
		this.clock = clock;
		RowCallbackHandler each = row -> load(row.getString("identity"), row.getBytes("sealed"));
		jdbc.query("select identity, sealed from coap_psk", each);
	}

	/** Whose secret it is isn't told; a secret that can't be opened counts as none. */
	private void load(String identity, byte[] sealed) {
		try {
			secrets.put(identity, box.open(identity, sealed));
		}
		catch (GeneralSecurityException | UncheckedIOException closed) {
			LOG.error("the CoAP identity {} can't connect, since its secret can't be opened: {}; restore the file "
					+ "coap-psk-key, or set the secret again", identity, closed.toString());
		}
	}

	/** An identity's secret. */
	Optional<byte[]> secretOf(String identity) {
		return Optional.ofNullable(secrets.get(identity));
	}

	/** An identity, and since when it has its secret. */
	record Known(String identity, Instant since) {
	}

	/** All identities by name. */
	List<Known> all() {
		return jdbc.query("select identity, created_at_ms from coap_psk order by identity",
				(row, _) -> new Known(row.getString("identity"), Instant.ofEpochMilli(row.getLong("created_at_ms"))));
	}

	/** One of them. */
	Optional<Known> find(String identity) {
		return jdbc
			.query("select created_at_ms from coap_psk where identity = ?",
					(row, _) -> new Known(identity, Instant.ofEpochMilli(row.getLong("created_at_ms"))), identity)
			.stream()
			.findFirst();
	}

	/** Gives an identity a secret, durably when this returns; the one before is gone. */
	synchronized void put(String identity, byte[] secret) {
		byte[] sealed = box.seal(identity, secret);
		transactions.executeWithoutResult(_ -> {
			jdbc.update("""
					insert into coap_psk (identity, sealed, created_at_ms) values (?, ?, ?)
					on conflict (identity) do update
					set sealed = excluded.sealed, created_at_ms = excluded.created_at_ms
					""", identity, sealed, clock.millis());
			audit.record("set-coap-psk", identity, null, null, false);
		});
		secrets.put(identity, secret.clone());
	}

	/**
	 * Takes an identity away, durably when this returns; false where there is none. A
	 * connection that is open stays so.
	 */
	synchronized boolean remove(String identity) {
		Integer removed = transactions.execute(_ -> {
			int rows = jdbc.update("delete from coap_psk where identity = ?", identity);
			if (rows > 0) {
				audit.record("remove-coap-psk", identity, null, null, false);
			}
			return rows;
		});
		secrets.remove(identity);
		return removed != null && removed > 0;
	}

}
