set local role coforme_porte;

-- La purge de la nuit efface aussi les parts échues du registre. Le reste est inchangé.
create or replace function porte.effacer_parts(p_id uuid, p_activite uuid, p_objet bytea, p_contenu text, p_numeros bigint[], p_parts text[],
  out numero bigint, out effacees integer)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  c jsonb := p_contenu::jsonb;
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if c ->> 'genre' is distinct from 'effacement' or c ->> 'id' is distinct from p_id::text
     or c -> 'vise' is distinct from to_jsonb(p_numeros) or c #> '{effacement,parts}' is distinct from to_jsonb(p_parts)
     or not coalesce((c #>> '{effacement,fondement}') = any (app.liste('fondements-d-effacement')), false)
     or exists (select from unnest(p_numeros) as n (numero) where not exists (select from emargement.maillon m
        where m.organisme_id = moi and m.numero = n.numero and m.objet = p_objet)) then
    raise exception 'L’entrée d’un effacement nomme ce qu’il ôte, et son fondement.' using errcode = '22023';
  end if;
  delete from emargement.prive v using emargement.maillon m
   where m.organisme_id = moi and m.numero = any (p_numeros) and v.organisme_id = moi and v.maillon_id = m.id and v.part = any (p_parts);
  get diagnostics effacees = row_count;
  select r.numero into numero from porte.prolonger_le_registre(moi, p_id, p_activite, p_objet, p_contenu) as r;
end $$;
comment on function porte.effacer_parts is 'Ôte des parts personnelles et inscrit l’entrée qui le dit.';
grant execute on function porte.effacer_parts to coforme_app;
