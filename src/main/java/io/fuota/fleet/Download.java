package io.fuota.fleet;

/** A transfer of a file's bytes to a device; not for several threads. */
public interface Download {

	/** Of nobody that is known. */
	Download NOBODYS = new Download() {
		@Override
		public void sent(long first, long end) {
			// Nobody's progress.
		}

		@Override
		public void ended(boolean whole) {
			// Nobody's end.
		}
	};

	/**
	 * More bytes were handed to the connection.
	 * @param first where the transfer began in the file
	 * @param end the position behind the last byte that was sent
	 */
	void sent(long first, long end);

	/**
	 * The transfer is over.
	 * @param whole whether all that was asked for was sent
	 */
	void ended(boolean whole);

}
