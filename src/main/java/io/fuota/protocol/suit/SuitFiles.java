package io.fuota.protocol.suit;

import io.fuota.firmware.FileName;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.protocol.coap.Block;
import io.fuota.protocol.coap.CoapAnswer;
import io.fuota.protocol.coap.CoapCode;
import io.fuota.protocol.coap.CoapMethod;
import io.fuota.protocol.coap.CoapRequest;
import io.fuota.protocol.coap.CoapResource;
import io.fuota.protocol.coap.FirmwareBytes;
import io.fuota.protocol.suit.SuitTransfers.Transfer;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Every firmware file under its name, block by block (docs/protocols/riot-suit.md §4.2
 * and §4.5). Each request is answered from itself; all that is remembered is which bytes
 * a node began with.
 */
@Component
class SuitFiles implements CoapResource {

	/** Where a request names no block: the size of the block that it gets. */
	private static final int DEFAULT_BYTES = 1_024;

	private final FirmwareCatalogue firmware;

	private final FirmwareBytes bytes;

	private final SuitTransfers transfers;

	private final SuitJournal journal;

	SuitFiles(FirmwareCatalogue firmware, FirmwareBytes bytes, SuitTransfers transfers, SuitJournal journal) {
		this.firmware = firmware;
		this.bytes = bytes;
		this.transfers = transfers;
		this.journal = journal;
	}

	/**
	 * The name of a file; a path that no file has is left to whatever else there is.
	 */
	@Override
	public boolean serves(List<String> path) {
		return find(path).isPresent();
	}

	@Override
	public CoapAnswer answer(CoapRequest request) {
		if (request.method() != CoapMethod.GET) {
			return new CoapAnswer.Refusal(CoapCode.METHOD_NOT_ALLOWED);
		}
		if (request.payload().length > 0) {
			// docs/protocols/coap-fmu.md §2.3: such a device takes any payload for its
			// firmware.
			return new CoapAnswer.Reset();
		}
		return find(request.path()).flatMap(file -> transfers.of(request, file))
			.map(transfer -> content(request, transfer))
			.orElseGet(() -> new CoapAnswer.Refusal(CoapCode.NOT_FOUND));
	}

	@Override
	public String links() {
		// One for all: a list of names would tell more than a stranger needs.
		return "</>;rt=\"firmware\"";
	}

	private CoapAnswer content(CoapRequest request, Transfer transfer) {
		FirmwareFile file = transfer.file();
		long position = request.block().map(Block::position).orElse(0L);
		int length = request.block().map(Block::size).orElse(DEFAULT_BYTES);
		if (position < file.size()) {
			boolean last = position + length >= file.size();
			if (last) {
				transfers.whole(transfer, request.peer());
			}
			journal.sent(transfer, position, (int) Math.min(length, file.size() - position), request.peer());
		}
		return new CoapAnswer.Content(bytes.whole(file));
	}

	private Optional<FirmwareFile> find(List<String> path) {
		String name = String.join("/", path);
		// A slash within a segment is no separator.
		boolean plain = path.stream().noneMatch(segment -> segment.contains("/"));
		return plain && !FileName.isReserved(name) ? firmware.find(name) : Optional.empty();
	}

}
