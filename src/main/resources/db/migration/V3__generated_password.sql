-- Salted hashes of passwords that the server made; the passwords themselves are not here.
create table generated_password (
    username text not null primary key,
    salt text not null,
    sha256 text not null,
    created_at_ms integer not null
);
