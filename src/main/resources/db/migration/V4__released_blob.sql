-- Bytes that lost their last name, and when (milliseconds since 1970-01-01T00:00:00Z): transfers under way may need them
-- for a while.
create table released_blob (
    sha256 text not null primary key,
    released_at_ms integer not null
);
