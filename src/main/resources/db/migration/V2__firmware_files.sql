-- Times are milliseconds since 1970-01-01T00:00:00Z.
create table firmware_file (
    name text not null primary key,
    sha256 text not null,
    sha1 text not null,
    md5 text not null,
    size_bytes integer not null,
    uploaded_at_ms integer not null
);

-- Files that were taken in from a folder, as they were then.
create table imported_file (
    source text not null primary key,
    size_bytes integer not null,
    modified_at_ms integer not null
);
