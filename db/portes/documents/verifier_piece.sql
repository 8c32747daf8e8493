set local role coforme_porte;

-- Ouverte à tous, sans organisme : une pièce retrouvée par son empreinte. Aucune donnée de personne n'en sort.
-- Seize chiffres (64 bits) au moins : on ne tombe pas dessus au hasard.
create or replace function porte.verifier_piece(p_empreinte bytea)
returns table (genre text, organisme text, emise_le timestamptz, pages integer, empreinte bytea, remplacee_le timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  if octet_length(p_empreinte) < 8 or octet_length(p_empreinte) > 32 then return; end if;
  return query
    select p.genre, o.nom, p.emise_le, p.pages, p.empreinte, r.emise_le
      from documents.piece p
      join organisme.organisme o on o.organisme_id = p.organisme_id
      left join documents.piece r on r.organisme_id = p.organisme_id and r.remplace_id = p.id
     where p.empreinte >= p_empreinte
       and p.empreinte <= p_empreinte || decode(repeat('ff', 32 - octet_length(p_empreinte)), 'hex')
     order by p.emise_le
     limit 2;
end $$;
comment on function porte.verifier_piece is 'Genre, organisme, date et pages d’une pièce émise, par (début d’)empreinte. Publique.';
grant execute on function porte.verifier_piece to coforme_app;
