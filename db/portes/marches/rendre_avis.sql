set local role coforme_porte;

-- Par son lien seulement, et une fois : l’avis s’écrit au dossier, tel que la personne le rend. Le même envoi, deux fois, n’en écrit qu’un.
create or replace function porte.rendre_avis(p_sens text, p_texte text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare e record;
begin
  p_le := porte.heure(p_le);
  if not porte.par_lien() or not coalesce(p_sens = any (app.liste('sens-d-avis')), false)
    or not coalesce(length(btrim(p_texte)) between 10 and 4000, false) then return 'refuse'; end if;
  -- Le dossier se tient d’abord : deux envois passent l’un après l’autre.
  perform from marches.groupement g where g.etat <> 'abandonne' and g.groupement_id in (select x.groupement_id from marches.ecrit x
    where x.organisme_id = porte.organisme() and x.genre = 'conseil' and x.contenu ->> 'lien' = porte.objet()::text) for update;
  select x.groupement_id, x.organisme_id, x.cle, x.rang, x.contenu, x.par, g.zone into e from marches.ecrit x
    join marches.groupement g on g.groupement_id = x.groupement_id and g.etat <> 'abandonne'
    join marches.membre m on m.groupement_id = x.groupement_id and m.organisme_id = x.organisme_id and m.sorti_le is null
   where x.organisme_id = porte.organisme() and x.genre = 'conseil' and x.contenu ->> 'lien' = porte.objet()::text order by x.rang desc limit 1;
  if not found then return 'refuse'; end if;
  if jsonb_typeof(e.contenu -> 'rendu') = 'object' then return 'deja'; end if;
  insert into marches.ecrit (groupement_id, id, organisme_id, genre, cle, rang, contenu, le, par)
    values (e.groupement_id, gen_random_uuid(), e.organisme_id, 'conseil', e.cle, e.rang + 1, e.contenu || jsonb_build_object('rendu',
      jsonb_build_object('sens', p_sens, 'texte', p_texte, 'le', ((p_le at time zone e.zone)::date)::text, 'parLien', true)), p_le, e.par);
  return 'rendu';
end $$;
comment on function porte.rendre_avis is 'Écrit au dossier l’avis que rend, par son lien, la personne à qui il est demandé.';
grant execute on function porte.rendre_avis to coforme_app;
