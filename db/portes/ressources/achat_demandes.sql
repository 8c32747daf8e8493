set local role coforme_porte;

-- Ce que la coopérative a demandé à prendre, et qui attend un visa, ou que le visa a refusé : la dernière fois.
create or replace function porte.achat_demandes(p_achat uuid) returns table (id uuid, quantite integer, le timestamptz, issue text, motif text)
language sql stable security definer set search_path = ''
begin atomic
  select d.id, d.quantite, d.faite_le, d.issue, d.motif from porte.achats_visibles() a
    join ressources.demande_de_part d on d.organisme_id = (select porte.organisme()) and d.achat_organisme_id = a.organisme_id and d.achat_id = a.id
   where a.id = p_achat order by d.finie_le is not null, d.faite_le desc, d.id desc limit 1;
end;
comment on function porte.achat_demandes is 'La dernière demande de la coopérative pour rejoindre cet achat, et ce que son visa en a dit.';
grant execute on function porte.achat_demandes to coforme_app;
