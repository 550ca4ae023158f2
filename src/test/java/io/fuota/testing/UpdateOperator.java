package io.fuota.testing;

/** Whoever has devices of one protocol updated, as the stories of all of them need it. */
public interface UpdateOperator {

	/** Brings a file to the server, under a name that may be taken. */
	void upload(String file, byte[] content);

	/**
	 * Has a device updated that runs a version; the file may come later.
	 */
	void update(SimulatedDevice device, String version, String file);

	/**
	 * What must be done so that a device tries again that couldn't update itself. Most
	 * ask again by themselves.
	 */
	void again(SimulatedDevice device);

	/** Has a device left as it is, after all, that was to get a file. */
	void withdraw(SimulatedDevice device, String file);

}
