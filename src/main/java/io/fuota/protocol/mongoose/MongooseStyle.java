package io.fuota.protocol.mongoose;

/** How a device that polls is given its bundle. */
enum MongooseStyle {

	/** In the answer to the poll, as ota-server does. */
	DIRECT,

	/** By a redirect, as updateredirector does. */
	REDIRECT

}
