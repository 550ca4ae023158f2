package io.fuota;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server: {@code java -jar fuota-server.jar}. */
@SpringBootApplication
public class FuotaServerApplication {

	public static void main(String[] args) {
		SpringApplication.run(FuotaServerApplication.class, args);
	}

}
