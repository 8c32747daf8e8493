set local role coforme_porte;

create table porte.secret (
  seul boolean primary key default true check (seul),
  -- La clé complétée à 64 octets, déjà combinée à ipad et à opad (RFC 2104).
  interieur bytea not null check (octet_length(interieur) = 64),
  exterieur bytea not null check (octet_length(exterieur) = 64)
);
comment on table porte.secret is 'La clé des sceaux. Jamais sauvegardée : un sceau ne vit que le temps d’une transaction.';
do $$
declare
  -- gen_random_uuid() tire 122 bits du générateur fort du système ; trois suffisent à une clé de 256 bits.
  cle bytea := sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea);
  dedans bytea := decode(repeat('36', 64), 'hex');
  dehors bytea := decode(repeat('5c', 64), 'hex');
begin
  for i in 0..31 loop
    dedans := set_byte(dedans, i, get_byte(cle, i) # 54);
    dehors := set_byte(dehors, i, get_byte(cle, i) # 92);
  end loop;
  insert into porte.secret (interieur, exterieur) values (dedans, dehors);
end $$;
alter table porte.secret enable row level security;
alter table porte.secret force row level security;
