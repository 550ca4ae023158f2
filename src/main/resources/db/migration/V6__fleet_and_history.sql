-- What is known of each device that was seen. Times are milliseconds since 1970-01-01T00:00:00Z.
create table device (
    device_id text not null primary key,
    version text,
    version_since_ms integer not null,
    last_seen_ms integer not null,
    address text not null,
    protocol text not null,
    hardware text,
    project text,
    secure_version integer,
    attempt_id integer,
    failed_rounds integer not null,
    quarantined_sha256 text,
    quarantined_file text,
    quarantined_at_ms integer
) without rowid;

create table update_attempt (
    id integer not null primary key,
    device_id text not null,
    from_version text not null,
    file_name text not null,
    sha256 text not null,
    size_bytes integer not null,
    expected_version text,
    hardware text,
    project text,
    secure_version integer,
    state text not null,
    bytes integer not null,
    doubtful integer not null,
    offered_at_ms integer not null,
    changed_at_ms integer not null,
    outcome text
);

create index update_attempt_device on update_attempt (device_id, id);

-- Which version devices report when they run these bytes, as the first one to come back showed.
create table learned_version (
    sha256 text not null primary key,
    version text not null,
    device_id text not null,
    learned_at_ms integer not null
);

create table device_label (
    device_id text not null,
    label text not null,
    primary key (device_id, label)
) without rowid;

create index device_label_label on device_label (label, device_id);

-- Assignments that an operator made although the image doesn't fit the device; device_app itself stays as it was, so
-- that docker-fuota-server can still read and write it.
create table forced_assignment (
    device_id text not null primary key
) without rowid;

create table device_event (
    id integer not null primary key,
    device_id text not null,
    at_ms integer not null,
    kind text not null,
    version text,
    file_name text,
    bytes integer,
    note text
);

create index device_event_device on device_event (device_id, id);

create index device_event_at on device_event (at_ms);

create table audit_entry (
    id integer primary key autoincrement,
    at_ms integer not null,
    account text not null,
    address text not null,
    action text not null,
    target text not null,
    before text,
    after text,
    forced integer not null
);
