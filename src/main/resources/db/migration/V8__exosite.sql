-- Devices of the Exosite device HTTP API, and what is written to their resources. Times are milliseconds since
-- 1970-01-01T00:00:00Z where they end in _ms, microseconds where they end in _us.
create table exosite_device (
    device_id text not null primary key,
    product text not null,
    sn text not null,
    -- Whether the device may activate, which gives it a token and ends this.
    enabled integer not null,
    -- SHA-256 of the device's token (CIK), 64 hex digits; null where it has none.
    cik_sha256 text,
    created_at_ms integer not null,
    activated_at_ms integer,
    -- What config_otau holds, whoever wrote it last.
    config text,
    config_at_us integer,
    -- What this server wrote to config_otau last, and how far it got: JSON.
    offer text,
    -- Which assignment was offered last: the version to update from, the file's name and its SHA-256, one a line.
    assignment_key text,
    -- What the device wrote to otau_in last.
    otau_in text,
    otau_in_at_us integer
) without rowid;

create unique index exosite_device_cik on exosite_device (cik_sha256);

create unique index exosite_device_sn on exosite_device (product, sn);

-- What devices reported, until it is in their timelines: reports that come fast are put together there.
create table exosite_report (
    id integer primary key autoincrement,
    device_id text not null,
    at_ms integer not null,
    version text,
    note text not null
);

-- Software packages, each a manifest.
create table exosite_package (
    name text not null primary key,
    manifest text not null,
    -- For which devices it is listed: JSON; null where for none.
    listed text,
    created_at_ms integer not null,
    updated_at_ms integer not null
) without rowid;

-- What an upload said of its bytes; of a name with other bytes by now it says nothing.
create table file_note (
    name text not null primary key,
    sha256 text not null,
    content_type text not null,
    description text
) without rowid;
