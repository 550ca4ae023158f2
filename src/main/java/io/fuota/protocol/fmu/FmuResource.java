package io.fuota.protocol.fmu;

import io.fuota.device.DeviceId;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.FmuFiles;
import io.fuota.firmware.FmuName;
import io.fuota.protocol.coap.Block;
import io.fuota.protocol.coap.CoapAnswer;
import io.fuota.protocol.coap.CoapCode;
import io.fuota.protocol.coap.CoapMethod;
import io.fuota.protocol.coap.CoapRequest;
import io.fuota.protocol.coap.CoapResource;
import io.fuota.protocol.coap.FirmwareBytes;
import io.fuota.protocol.coap.TextBody;
import io.fuota.protocol.fmu.FmuTransfers.Transfer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * {@code /updates}, where a device says what it is and gets blocks of its file, and
 * {@code /updates/<8 hex digits>}, the second of two steps (docs/protocols/coap-fmu.md
 * §2.3 and §2.4). Each request is answered from itself; all that is remembered is which
 * file a device began with.
 */
@Component
class FmuResource implements CoapResource {

	private static final String ROOT = "updates";

	private static final Pattern NAME_HASH = Pattern.compile("[0-9a-f]{8}");

	private final FmuOffers offers;

	private final FmuTransfers transfers;

	private final FirmwareBytes bytes;

	private final FmuJournal journal;

	FmuResource(FmuOffers offers, FmuTransfers transfers, FirmwareBytes bytes, FmuJournal journal) {
		this.offers = offers;
		this.transfers = transfers;
		this.bytes = bytes;
		this.journal = journal;
	}

	@Override
	public boolean serves(List<String> path) {
		return switch (path.size()) {
			case 1 -> path.getFirst().equals(ROOT);
			case 2 -> path.getFirst().equals(ROOT) && NAME_HASH.matcher(path.getLast()).matches();
			default -> false;
		};
	}

	@Override
	public CoapAnswer answer(CoapRequest request) {
		if (request.method() != CoapMethod.GET) {
			return new CoapAnswer.Refusal(CoapCode.METHOD_NOT_ALLOWED);
		}
		if (!request.query().isEmpty()) {
			return new CoapAnswer.Reset();
		}
		if (request.payload().length == 0) {
			return withoutPayload(request);
		}
		if (request.path().size() > 1) {
			return secondStep(request, HexFormat.fromHexDigitsToLong(request.path().getLast()));
		}
		return FmuRequest.parse(request.payload())
			.flatMap(wanted -> FmuCheck.of(wanted, request.peer())
				.map(check -> wanted.offset().isPresent() ? oneStep(request, check, wanted.offset().getAsLong())
						: firstStep(request, check)))
			.orElseGet(CoapAnswer.Reset::new);
	}

	@Override
	public String links() {
		return "</updates>;rt=\"fmu\"";
	}

	private CoapAnswer oneStep(CoapRequest request, FmuCheck check, long offset) {
		String subject = check.subject();
		Optional<FirmwareFile> file;
		if (isBegin(request, offset)) {
			file = begin(request, subject, () -> offers.now(check, request.peer()));
			journal.checked(check, file, request.peer());
		}
		else {
			file = resume(request, subject, () -> offers.sinceLong(check));
		}
		return content(request, check.device(), file, offset);
	}

	/** The name's hash as text; the device puts it into the path of the second step. */
	private CoapAnswer firstStep(CoapRequest request, FmuCheck check) {
		// The second step knows the name's hash alone, and finds .fmu files by it.
		Optional<FirmwareFile> file = offers.now(check, request.peer())
			.filter(offer -> offers.byNameHash(FmuFiles.nameHash(offer.name())).isPresent());
		journal.checked(check, file, request.peer());
		return file
			.<CoapAnswer>map(offer -> new CoapAnswer.Content(
					new TextBody(HexFormat.of().toHexDigits(FmuFiles.nameHash(offer.name()), 8), OptionalInt.empty())))
			.orElseGet(CoapAnswer.Reset::new);
	}

	/**
	 * Other clients than the devices' don't repeat the payload in the requests for later
	 * blocks (RFC 7959 §2.4 has none there): they go on with what they began last.
	 */
	private CoapAnswer withoutPayload(CoapRequest request) {
		return transfers.latest(request.peer())
			.filter(_ -> number(request) > 0)
			.map(known -> content(request, known))
			.orElseGet(CoapAnswer.Reset::new);
	}

	private CoapAnswer secondStep(CoapRequest request, long nameHash) {
		OptionalLong offset = FmuRequest.parseOffset(request.payload());
		if (offset.isEmpty()) {
			return new CoapAnswer.Reset();
		}
		String subject = request.path().getLast();
		Optional<FirmwareFile> file = isBegin(request, offset.getAsLong())
				? begin(request, subject, () -> offers.byNameHash(nameHash))
				: resume(request, subject, () -> offers.sinceLong(nameHash));
		return file.flatMap(known -> FmuName.parse(known.name().value()))
			.flatMap(name -> FmuCheck.deviceId(name.pid(), request.peer()))
			.map(device -> content(request, device, file, offset.getAsLong()))
			.orElseGet(CoapAnswer.Reset::new);
	}

	/** Whether the device has no byte of its file yet. */
	private static boolean isBegin(CoapRequest request, long offset) {
		return offset == 0 && number(request) == 0;
	}

	private static int number(CoapRequest request) {
		return request.block().map(Block::number).orElse(0);
	}

	private Optional<FirmwareFile> begin(CoapRequest request, String subject, Supplier<Optional<FirmwareFile>> offer) {
		Optional<FirmwareFile> repeated = transfers.repeated(request, subject);
		if (repeated.isPresent()) {
			return repeated;
		}
		Optional<FirmwareFile> file = offer.get();
		file.ifPresent(begun -> transfers.begin(request, subject, begun));
		return file;
	}

	private Optional<FirmwareFile> resume(CoapRequest request, String subject,
			Supplier<Optional<FirmwareFile>> certain) {
		return switch (transfers.known(request.peer(), subject)) {
			case FmuTransfers.Known.Began(var file) -> Optional.of(file);
			case FmuTransfers.Known.Doubtful _ -> Optional.empty();
			case FmuTransfers.Known.Nothing _ -> certain.get();
		};
	}

	private CoapAnswer content(CoapRequest request, DeviceId device, Optional<FirmwareFile> file, long offset) {
		return file.filter(known -> offset < known.size())
			.map(known -> content(request, new Transfer(device, known, offset)))
			.orElseGet(CoapAnswer.Reset::new);
	}

	private CoapAnswer content(CoapRequest request, Transfer transfer) {
		FirmwareFile file = transfer.file();
		if (number(request) == 0) {
			transfers.started(request.peer(), transfer);
		}
		request.block()
			.filter(block -> block.position() < file.size() - transfer.offset())
			.ifPresent(block -> sent(request, transfer, block));
		return new CoapAnswer.Content(bytes.from(file, transfer.offset()));
	}

	private void sent(CoapRequest request, Transfer transfer, Block block) {
		long position = transfer.offset() + block.position();
		journal.sent(transfer, position, block.size(), request.peer());
		if (position + block.size() >= transfer.file().size()) {
			transfers.finished(transfer.device(), request.peer());
		}
	}

}
