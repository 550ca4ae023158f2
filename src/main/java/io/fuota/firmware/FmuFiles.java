package io.fuota.firmware;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.springframework.stereotype.Component;

/**
 * The firmware files that a {@code .fmu} device can be offered by its product and type,
 * in memory. A file counts from the moment when its upload is answered.
 */
@Component
public class FmuFiles {

	private record Product(String pid, int type) {
	}

	/** A firmware file and what its name says. */
	private record Candidate(FmuName name, FirmwareFile file) {
	}

	/**
	 * @param byProduct highest version first, of equal ones the first by name
	 * @param byHash of two names with one hash, neither
	 */
	private record Index(long revision, Map<Product, List<Candidate>> byProduct, Map<Long, FirmwareFile> byHash) {
	}

	private final FirmwareCatalogue firmware;

	private volatile Index index = new Index(-1, Map.of(), Map.of());

	FmuFiles(FirmwareCatalogue firmware) {
		this.firmware = firmware;
	}

	/** Whether there is a file for this product, whatever its version. */
	public boolean knows(String pid, int type) {
		return index().byProduct().containsKey(new Product(pid, type));
	}

	/**
	 * The files above a version for a product, the highest first; of equal versions the
	 * first by name.
	 * @param type as a device sends it, 0 to 255
	 */
	public List<FirmwareFile> above(String pid, int type, FmuVersion running) {
		return index().byProduct()
			.getOrDefault(new Product(pid, type), List.of())
			.stream()
			.takeWhile(candidate -> candidate.name().version().compareTo(running) > 0)
			.map(Candidate::file)
			.toList();
	}

	/**
	 * The {@code .fmu} file whose name has this hash; empty where none or several have.
	 */
	public Optional<FirmwareFile> byNameHash(long hash) {
		return Optional.ofNullable(index().byHash().get(hash));
	}

	/** The CRC-32 of a file's name: the same on every server that has the file. */
	public static long nameHash(FileName name) {
		CRC32 crc = new CRC32();
		crc.update(name.value().getBytes(StandardCharsets.UTF_8));
		return crc.getValue();
	}

	private Index index() {
		// Before the files: what changes while they are read is read again next time.
		long revision = firmware.revision();
		Index known = index;
		if (known.revision() != revision) {
			known = build(revision);
			index = known;
		}
		return known;
	}

	private Index build(long revision) {
		Map<Product, List<Candidate>> byProduct = new HashMap<>();
		Map<Long, List<FirmwareFile>> byHash = new HashMap<>();
		for (FirmwareFile file : firmware.all()) {
			FmuName.parse(file.name().value()).ifPresent(name -> {
				byProduct.computeIfAbsent(new Product(name.pid(), name.type()), _ -> new ArrayList<>())
					.add(new Candidate(name, file));
				byHash.computeIfAbsent(nameHash(file.name()), _ -> new ArrayList<>()).add(file);
			});
		}
		// A stable sort of what came sorted by name.
		byProduct.values()
			.forEach(candidates -> candidates
				.sort(Comparator.comparing((Candidate candidate) -> candidate.name().version()).reversed()));
		Map<Long, FirmwareFile> unique = new HashMap<>();
		byHash.forEach((hash, files) -> {
			if (files.size() == 1) {
				unique.put(hash, files.getFirst());
			}
		});
		return new Index(revision, byProduct, unique);
	}

}
