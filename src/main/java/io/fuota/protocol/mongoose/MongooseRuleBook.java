package io.fuota.protocol.mongoose;

import io.fuota.console.RuleBook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** The rules as people see and change them in the console. */
@Component
class MongooseRuleBook implements RuleBook {

	private final MongooseRules rules;

	private final RulesCsv csv;

	private final MongooseOffers offers;

	MongooseRuleBook(MongooseRules rules, RulesCsv csv, MongooseOffers offers) {
		this.rules = rules;
		this.csv = csv;
		this.offers = offers;
	}

	@Override
	public List<Row> rows() {
		List<MongooseRule> all = rules.all();
		return IntStream.range(0, all.size())
			.mapToObj(i -> new Row(i + 1, all.get(i).platform(), all.get(i).versions().toString(), all.get(i).target()))
			.toList();
	}

	@Override
	public String asCsv() {
		return rules.all()
			.stream()
			.map(rule -> quoted(rule.platform()) + "," + quoted(rule.versions().toString()) + ","
					+ quoted(rule.target()) + "\n")
			.collect(Collectors.joining());
	}

	@Override
	public int replace(String text) {
		List<MongooseRule> wanted = csv.read(text.getBytes(StandardCharsets.UTF_8));
		rules.replace(wanted, _ -> {
		});
		return wanted.size();
	}

	@Override
	public Optional<Trial> test(String deviceHeader, String firmwareHeader, String userAgent) {
		return MongooseRequest.parse(asSent(deviceHeader), asSent(firmwareHeader), asSent(userAgent)).map(request -> {
			int number = rules.first(request.platform(), request.version()).map(rules.all()::indexOf).orElse(-1) + 1;
			return new Trial(number, switch (offers.preview(request)) {
				case MongooseOffer.Bundle(var file) -> "It is offered " + file.name() + ".";
				case MongooseOffer.Elsewhere(var url) -> "It is sent to " + url + ".";
				case MongooseOffer.Nothing(var why) -> "It gets nothing. " + why.sentence();
			});
		});
	}

	/** A request reads the bytes of a header as ISO-8859-1. */
	private static String asSent(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	private static String quoted(String text) {
		return "\"" + text.replace("\"", "\"\"") + "\"";
	}

}
