/**
 * What an operator gets: the image made from the Dockerfile, and
 * {@code run_fuota_server.sh} in both modes. Everything made in the Docker engine is
 * called {@code fuota-it-…} and removed again; a developer's own {@code fuota-server} is
 * never touched.
 */
@NullMarked
package io.fuota.container;

import org.jspecify.annotations.NullMarked;
