set local role coforme_porte;

create or replace function porte.achat_offres(p_achat uuid) returns table (id uuid, fournisseur text, prix bigint, conditions text, notee_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select f.id, f.fournisseur, f.prix_centimes, f.conditions, f.notee_le from porte.achats_visibles() a
    join ressources.offre f on f.organisme_id = a.organisme_id and f.achat_id = a.id where a.id = p_achat order by f.prix_centimes, f.id;
end;
comment on function porte.achat_offres is 'Les offres reçues pour un achat.';
grant execute on function porte.achat_offres to coforme_app;
