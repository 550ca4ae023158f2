package io.fuota.protocol.mongoose;

import io.fuota.history.AuditTrail;
import io.fuota.update.FileUse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The operator's rules in their order. Written to the database first, answered from
 * memory.
 */
@Component
class MongooseRules implements FileUse {

	private static final Logger LOG = LoggerFactory.getLogger(MongooseRules.class);

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private final AuditTrail audit;

	private volatile List<MongooseRule> rules;

	MongooseRules(JdbcTemplate jdbc, TransactionTemplate transactions, AuditTrail audit) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.audit = audit;
		this.rules = List.copyOf(jdbc.query("select platform, versions, target from mongoose_rule order by position",
				(row, _) -> MongooseRule.of(row.getString("platform"), row.getString("versions"),
						row.getString("target"))));
		if (!rules.isEmpty()) {
			LOG.info("{} rules for Mongoose OS devices", rules.size());
		}
	}

	List<MongooseRule> all() {
		return rules;
	}

	@Override
	public Optional<String> user(String fileName) {
		return rules.stream().anyMatch(rule -> rule.target().equals(fileName))
				? Optional.of("a rule for Mongoose OS devices") : Optional.empty();
	}

	/** The first rule for such devices. */
	Optional<MongooseRule> first(String platform, String version) {
		return rules.stream().filter(rule -> rule.isFor(platform, version)).findFirst();
	}

	/**
	 * Puts these in the place of all rules, durably when this returns.
	 * @param check is given the rules of before while nobody else can change them; what
	 * it throws is thrown, and nothing is done
	 */
	synchronized void replace(List<MongooseRule> wanted, Consumer<List<MongooseRule>> check) {
		List<MongooseRule> before = rules;
		check.accept(before);
		List<Object[]> rows = IntStream.range(0, wanted.size())
			.mapToObj(i -> new Object[] { i + 1, wanted.get(i).platform(), wanted.get(i).versions().toString(),
					wanted.get(i).target() })
			.toList();
		transactions.executeWithoutResult(_ -> {
			jdbc.update("delete from mongoose_rule");
			jdbc.batchUpdate("insert into mongoose_rule (position, platform, versions, target) values (?, ?, ?, ?)",
					rows);
			audit.record("mongoose-rules", "rules", count(before), count(wanted), false);
		});
		rules = List.copyOf(wanted);
	}

	private static String count(List<MongooseRule> some) {
		return some.size() + (some.size() == 1 ? " rule" : " rules");
	}

}
