#include "load.h"

#include <getopt.h>
#include <openssl/err.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

atomic_bool measuring, stopping;

static struct options options = {
	.name = "localhost", .tls = 13, .clients = 1, .threads = 1, .seconds = 1, .ramp = 0.5, .patience = 10, .status = 200, .length = -1,
};

static void usage(void) {
	fprintf(stderr, "load --port N --path PATH --authorize BASE64 --length BYTES [--mode kept|new|resumed] [--tls 12|13]\n"
			"     [--clients N] [--threads N] [--ramp S] [--seconds S] [--rate PER-SECOND] [--patience S]\n"
			"     [--devices N] [--status N] [--body TEXT] [--name HOST] [--pids PID,PID]\n");
	exit(2);
}

static void read_options(int count, char **words) {
	static const struct option known[] = {
		{"port", 1, 0, 'p'}, {"path", 1, 0, 'P'}, {"authorize", 1, 0, 'a'}, {"length", 1, 0, 'l'}, {"mode", 1, 0, 'm'},
		{"tls", 1, 0, 't'}, {"clients", 1, 0, 'c'}, {"threads", 1, 0, 'T'}, {"ramp", 1, 0, 'r'}, {"seconds", 1, 0, 's'},
		{"rate", 1, 0, 'R'}, {"patience", 1, 0, 'w'}, {"devices", 1, 0, 'd'}, {"status", 1, 0, 'S'}, {"body", 1, 0, 'b'},
		{"name", 1, 0, 'n'}, {"pids", 1, 0, 'i'}, {0, 0, 0, 0}};
	for (int option; (option = getopt_long(count, words, "", known, NULL)) != -1;) {
		switch (option) {
		case 'p': options.port = atoi(optarg); break;
		case 'P': options.path = optarg; break;
		case 'a': options.authorize = optarg; break;
		case 'l': options.length = atoll(optarg); break;
		case 'm': options.mode = !strcmp(optarg, "new") ? NEW : !strcmp(optarg, "resumed") ? RESUMED : KEPT; break;
		case 't': options.tls = atoi(optarg); break;
		case 'c': options.clients = atoi(optarg); break;
		case 'T': options.threads = atoi(optarg); break;
		case 'r': options.ramp = atof(optarg); break;
		case 's': options.seconds = atof(optarg); break;
		case 'R': options.rate = atof(optarg); break;
		case 'w': options.patience = atof(optarg); break;
		case 'd': options.devices = (unsigned)atoi(optarg); break;
		case 'S': options.status = atoi(optarg); break;
		case 'b': options.body = optarg; break;
		case 'n': options.name = optarg; break;
		case 'i': options.pids = optarg; break;
		default: usage();
		}
	}
	if (!options.port || !options.path || !options.authorize || options.length < 0) usage();
	if (options.threads > options.clients) options.threads = options.clients;
}

/* The same suites for every server, of the strength that devices ask for; the certificate is not the row's matter. */
static SSL_CTX *new_tls(void) {
	SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
	int version = options.tls == 12 ? TLS1_2_VERSION : TLS1_3_VERSION;
	SSL_CTX_set_min_proto_version(tls, version);
	SSL_CTX_set_max_proto_version(tls, version);
	SSL_CTX_set_cipher_list(tls, "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256");
	SSL_CTX_set_ciphersuites(tls, "TLS_AES_128_GCM_SHA256");
	SSL_CTX_set1_groups_list(tls, "X25519:P-256");
	SSL_CTX_set_verify(tls, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_read_ahead(tls, 1);
	SSL_CTX_set_default_read_buffer_len(tls, 64 * 1024);
	SSL_CTX_set_options(tls, SSL_OP_IGNORE_UNEXPECTED_EOF);
	if (options.mode == RESUMED && options.tls == 13) {
		SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
		SSL_CTX_sess_set_new_cb(tls, slot_keep_session);
	} else {
		SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	}
	return tls;
}

/* Begins requests on clients that have none. With a rate a request begins when it is due; one that had to wait for a free
 * client is measured from when it was due. */
static void begin_requests(struct worker *worker, double time) {
	double interval = options.rate > 0 ? options.threads / options.rate : 0;
	for (int i = 0; i < worker->slot_count; i++) {
		struct slot *slot = &worker->slots[i];
		/* A kept connection may be ready at once again: the next turn takes it, so that all get theirs. */
		if (slot->state != IDLE || slot->idle_until > time) continue;
		if (interval == 0) {
			slot_begin(slot, now());
		} else if (worker->next_due <= time) {
			slot_begin(slot, time - worker->next_due > interval ? worker->next_due : now());
			worker->next_due += interval;
		}
	}
}

static void *work(void *argument) {
	struct worker *worker = argument;
	struct epoll_event events[256];
	double next_sweep = 0;
	worker->next_due = now();
	while (!atomic_load(&stopping)) {
		double time = now();
		begin_requests(worker, time);
		int count = epoll_wait(worker->epoll, events, 256, options.rate > 0 ? 1 : 10);
		for (int i = 0; i < count; i++) slot_go_on(events[i].data.ptr);
		if (time > next_sweep) {
			for (int i = 0; i < worker->slot_count; i++) slot_check_patience(&worker->slots[i], time);
			next_sweep = time + 0.1;
		}
	}
	for (int i = 0; i < worker->slot_count; i++) slot_close(&worker->slots[i]);
	return NULL;
}

static void pause_for(double seconds) { usleep((useconds_t)(seconds * 1e6)); }

static void prepare(struct worker *worker, int index) {
	worker->options = &options;
	worker->index = index;
	worker->random = 12345u + (unsigned)index;
	worker->tls = new_tls();
	worker->epoll = epoll_create1(EPOLL_CLOEXEC);
	worker->buffer = malloc(BUFFER);
	worker->slot_count = options.clients / options.threads + (index < options.clients % options.threads);
	worker->slots = calloc((size_t)worker->slot_count, sizeof *worker->slots);
	for (int i = 0; i < worker->slot_count; i++) {
		worker->slots[i].worker = worker;
		worker->slots[i].fd = -1;
	}
}

static void print_result(const struct counts *sum, double seconds, double server_cpu, double client_cpu) {
	uint64_t failed = 0;
	for (int i = 0; i < FAILURES; i++) failed += sum->failed[i];
	printf("{\"seconds\": %.4f, \"answers\": %lu, \"bytes\": %lu, \"failed\": %lu, \"failures\": {", seconds, sum->answers,
	       sum->bytes, failed);
	for (int i = 0; i < FAILURES; i++) printf("%s\"%s\": %lu", i ? ", " : "", failure_names[i], sum->failed[i]);
	printf("}, \"connections\": %lu, \"handshakes\": %lu, \"resumed\": %lu", sum->connections, sum->handshakes, sum->resumed);
	printf(", \"server_cpu\": %.3f, \"client_cpu\": %.3f", server_cpu, client_cpu);
	printf(", \"p50\": %.3f, \"p90\": %.3f, \"p99\": %.3f, \"max\": %.3f}\n", latency_at(sum, 0.5), latency_at(sum, 0.9),
	       latency_at(sum, 0.99), sum->slowest / 1e3);
}

int main(int count, char **words) {
	read_options(count, words);
	signal(SIGPIPE, SIG_IGN);
	struct worker *workers = calloc((size_t)options.threads, sizeof *workers);
	pthread_t *threads = calloc((size_t)options.threads, sizeof *threads);
	for (int i = 0; i < options.threads; i++) {
		prepare(&workers[i], i);
		pthread_create(&threads[i], NULL, work, &workers[i]);
	}
	pause_for(options.ramp);
	double server_cpu = cpu_of(options.pids), client_cpu = own_cpu(), begun = now();
	atomic_store(&measuring, true);
	pause_for(options.seconds);
	atomic_store(&measuring, false);
	double seconds = now() - begun;
	server_cpu = cpu_of(options.pids) - server_cpu;
	client_cpu = own_cpu() - client_cpu;
	atomic_store(&stopping, true);
	struct counts sum = {0};
	for (int i = 0; i < options.threads; i++) {
		pthread_join(threads[i], NULL);
		add_counts(&sum, &workers[i].counts);
	}
	print_result(&sum, seconds, server_cpu, client_cpu);
	return 0;
}
