set local role coforme_porte;

create or replace function porte.espace_piece(p_jeton bytea, p_piece uuid) returns table (organisme uuid, numero text, empreinte text, octets bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select v.organisme_id, v.numero, v.fichier, f.octets from porte.pieces_de_l_espace(p_jeton) v
    join plateforme.fichier f on f.organisme_id = v.organisme_id and f.empreinte = decode(v.fichier, 'hex') where v.id = p_piece;
end $$;
comment on function porte.espace_piece is 'Les octets d’une pièce que l’espace montre ; aucune ligne pour toute autre.';
grant execute on function porte.espace_piece to coforme_app;
