package io.fuota.update;

import java.util.function.Consumer;

/** Any number of assignments, which need not be in memory all at once. */
@FunctionalInterface
public interface AssignmentRows {

	/** Goes through all of them, the same each time. */
	void forEach(Consumer<? super Assignment> action);

}
