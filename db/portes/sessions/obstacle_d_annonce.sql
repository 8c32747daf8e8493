set local role coforme_porte;

-- La même réponse pour qui annonce une session et pour le public qui la lirait : ce que l'on annonce se montre.
create or replace function porte.obstacle_d_annonce(p_organisme uuid, p_offre uuid, p_jour date) returns text
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select case
    when f.offre_id is null then 'non-publiee'
    when not f.vaut then 'echue'
    when not porte.identite_visee(p_organisme) then 'identite' end
    from (select max(x.offre_id::text) as offre_id, bool_or(x.echoit_le is null or x.echoit_le >= p_jour) as vaut from catalogue.fiche x
           where x.organisme_id = p_organisme and x.offre_id = p_offre and x.retiree_le is null) f;
end;
comment on function porte.obstacle_d_annonce is 'Pourquoi une session de cette offre ne se montre pas au public ce jour : sa fiche n’est pas en ligne, elle est échue, ou la coopérative attend qu’on réponde d’elle ; rien, elle se montre.';
grant execute on function porte.obstacle_d_annonce to coforme_app;
