package io.fuota.protocol.coap;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * From one datagram to its answer. Nothing is remembered of either: GET may be repeated,
 * so that a datagram which comes twice is simply answered twice, with the same bytes.
 */
@Component
public class CoapDispatcher {

	private static final Logger LOG = LoggerFactory.getLogger(CoapDispatcher.class);

	private final List<CoapResource> resources;

	private final AnswerBudget budget;

	private final QuietLog malformed = new QuietLog(Ticker.systemTicker(),
			count -> LOG.debug("{} datagrams couldn't be understood", count));

	private final QuietLog overBudget = new QuietLog(Ticker.systemTicker(),
			count -> LOG.warn("{} answers weren't sent, since their addresses had enough for a second "
					+ "(FUOTA_COAP_ADDRESS_BUDGET, FUOTA_COAP_NEWCOMER_BUDGET)", count));

	CoapDispatcher(List<CoapResource> resources, AnswerBudget budget) {
		this.resources = List.copyOf(resources);
		this.budget = budget;
	}

	/** The datagram to send back; empty where there is none to be sent. */
	public Optional<byte[]> answer(byte[] datagram, CoapPeer peer) {
		return switch (CoapReader.read(datagram, peer)) {
			case Incoming.Understood(var request) -> {
				byte[] answer = answer(request, datagram);
				boolean laterBlock = request.block().filter(block -> block.number() > 0).isPresent();
				if (!budget.allows(peer, datagram.length, answer.length, laterBlock)) {
					overBudget.happened();
					yield Optional.empty();
				}
				yield Optional.of(answer);
			}
			case Incoming.Wrong(var header, var code) -> Optional.of(AnswerWriter.error(header, datagram, code));
			case Incoming.Rejected(var header) -> {
				if (!header.isEmpty()) {
					malformed.happened();
				}
				yield Optional.of(AnswerWriter.reset(header));
			}
			case Incoming.Ignored _ -> {
				malformed.happened();
				yield Optional.empty();
			}
		};
	}

	private byte[] answer(CoapRequest request, byte[] datagram) {
		try {
			return switch (ask(request)) {
				case CoapAnswer.Content(var body) -> AnswerWriter.content(request, datagram, body);
				case CoapAnswer.Refusal(var code) -> AnswerWriter.error(request.header(), datagram, code);
				case CoapAnswer.Reset _ -> AnswerWriter.reset(request.header());
			};
		}
		catch (IOException unreadable) {
			LOG.error("can't answer {} at {}: {}", request.peer().addressText(), request.path(), unreadable.toString());
			return AnswerWriter.reset(request.header());
		}
	}

	private CoapAnswer ask(CoapRequest request) throws IOException {
		for (CoapResource resource : resources) {
			if (resource.serves(request.path())) {
				return resource.answer(request);
			}
		}
		// docs/protocols/coap-fmu.md §2.3: a .fmu device, which sends a payload, takes
		// any
		// answer for firmware; others know 4.04.
		boolean fmuDevice = request.method() == CoapMethod.GET && request.payload().length > 0;
		return fmuDevice ? new CoapAnswer.Reset() : new CoapAnswer.Refusal(CoapCode.NOT_FOUND);
	}

}
