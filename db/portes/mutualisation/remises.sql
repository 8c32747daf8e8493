set local role coforme_porte;

-- Le dossier d’une mission, sans ses pièces : à la personne et à qui répond d’elle, avec qui l’a ouvert ; à qui reçoit, tant qu’il peut s’ouvrir, ou ce qu’il en
-- reste. De l’autre coopérative, une lecture se dit sans nom.
create or replace function porte.remises(p_mission uuid)
returns table (remise uuid, remise_le timestamptz, jusqu_au date, empreinte bytea, signature bytea, cle bytea, employee_le timestamptz, retiree_le timestamptz,
  effacee_le timestamptz, lisible boolean, pieces jsonb, lectures timestamptz[])
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  qui uuid := porte.personne();
begin
  if qui is null or porte.par_lien() then return; end if;
  return query
    select x.id, x.remise_le, x.jusqu_au, x.empreinte, x.signature, x.cle, x.employee_le, x.retiree_le, x.effacee_le, (porte.remise_lisible(x.id)).id is not null,
        (select jsonb_agg(jsonb_build_object('rang', p.rang, 'genre', p.genre, 'le', p.le) order by p.rang) from mutualisation.remise_piece p
          where p.organisme_id = x.organisme_id and p.remise_id = x.id),
        (select array_agg(l.le order by l.le) from mutualisation.remise_lecture l where l.de_organisme_id = x.organisme_id and l.remise_id = x.id)
      from mutualisation.remise x
     where x.mission_id = p_mission
       and ((x.organisme_id = ici and (x.compte_id = qui or porte.tient_partout(app.liste('roles-qui-visent'))))
         -- Repris avant d’avoir servi, qui reçoit n’en lit plus rien.
         or (x.de_organisme_id = ici and porte.tient_partout(app.liste('roles-des-appels')) and (x.retiree_le is null or x.employee_le is not null)))
     order by x.remise_le desc limit 20;
end $$;
comment on function porte.remises is 'Les dossiers remis pour une mission, sans leurs pièces.';
grant execute on function porte.remises to coforme_app;
