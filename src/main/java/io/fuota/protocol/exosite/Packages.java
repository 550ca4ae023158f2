package io.fuota.protocol.exosite;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.history.AuditTrail;
import io.fuota.protocol.exosite.SoftwarePackage.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The software packages of this server. */
@Component
class Packages {

	private static final JsonMapper JSON = new JsonMapper();

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private final FirmwareCatalogue firmware;

	private final AuditTrail audit;

	private final Clock clock;

	private final AtomicLong revision = new AtomicLong();

	Packages(JdbcTemplate jdbc, TransactionTemplate transactions, FirmwareCatalogue firmware, AuditTrail audit,
			Clock clock) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.firmware = firmware;
		this.audit = audit;
		this.clock = clock;
	}

	Optional<SoftwarePackage> find(String name) {
		return jdbc.query("select * from exosite_package where name = ?", (row, _) -> of(row), name)
			.stream()
			.findFirst();
	}

	/** Another one after each change that others can see. */
	long revision() {
		return revision.get();
	}

	/** All of them by name. */
	List<SoftwarePackage> all() {
		return jdbc.query("select * from exosite_package order by name", (row, _) -> of(row));
	}

	/**
	 * Makes a package, or changes it, which doesn't change what was applied before.
	 * Durable when this returns.
	 * @param check is given the package of before while nobody else can change it; what
	 * it throws is thrown, and nothing is done
	 * @throws IllegalArgumentException with a sentence, if a rule is broken, or it names
	 * a firmware file that isn't here
	 */
	synchronized SoftwarePackage put(String name, Manifest manifest, @Nullable Listing listed,
			Consumer<Optional<SoftwarePackage>> check) {
		Instant now = clock.instant();
		SoftwarePackage before = find(name).orElse(null);
		check.accept(Optional.ofNullable(before));
		SoftwarePackage made = new SoftwarePackage(name, manifest, listed, before == null ? now : before.createdAt(),
				now);
		manifest.contentIds().stream().filter(id -> firmware.find(id).isEmpty()).findFirst().ifPresent(missing -> {
			throw new IllegalArgumentException(
					"The payload names " + missing + ", and there is no such firmware file; a link has :// in it.");
		});
		transactions.executeWithoutResult(_ -> {
			jdbc.update("""
					insert into exosite_package (name, manifest, listed, created_at_ms, updated_at_ms)
					values (?, ?, ?, ?, ?)
					on conflict (name) do update set manifest = excluded.manifest, listed = excluded.listed,
					updated_at_ms = excluded.updated_at_ms
					""", name, manifest.json(), listed == null ? null : JSON.writeValueAsString(listed),
					made.createdAt().toEpochMilli(), now.toEpochMilli());
			audit.record("make-package", name, before == null ? null : before.manifest().version(), manifest.version(),
					false);
		});
		revision.incrementAndGet();
		return made;
	}

	/**
	 * Deletes a package; what was applied stays with the devices. False where there is
	 * none.
	 */
	synchronized boolean delete(String name) {
		Integer rows = transactions.execute(_ -> {
			int deleted = jdbc.update("delete from exosite_package where name = ?", name);
			if (deleted > 0) {
				audit.record("delete-package", name, null, null, false);
			}
			return deleted;
		});
		revision.incrementAndGet();
		return rows != null && rows > 0;
	}

	private static SoftwarePackage of(ResultSet row) throws SQLException {
		String listed = row.getString("listed");
		return new SoftwarePackage(row.getString("name"), Manifest.parse(row.getString("manifest")),
				listed == null ? null : JSON.readValue(listed, Listing.class),
				Instant.ofEpochMilli(row.getLong("created_at_ms")), Instant.ofEpochMilli(row.getLong("updated_at_ms")));
	}

}
