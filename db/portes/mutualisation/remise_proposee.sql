set local role coforme_porte;

-- Ce que la personne d’une mission peut remettre d’elle : ses titres, ses curriculum vitæ et les formations que sa coopérative tient à ses registres, la
-- dernière révision de chaque ligne qui vaut encore, avec son premier fichier qui vaut. `terme` : le jour où l’un des deux cesse de valoir. Les octets, de ce
-- qu’elle choisit seulement.
create or replace function porte.remise_proposee(p_mission uuid, p_choisies text[])
returns table (cle text, genre text, le date, titre text, contenu jsonb, nom text, type text, organisme uuid, empreinte text, octets bytea)
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  qui uuid := porte.personne();
begin
  if qui is null or porte.par_lien() or not exists (select from mutualisation.mission m where m.organisme_id = ici and m.id = p_mission and m.compte_id = qui) then
    return;
  end if;
  return query
    select 'titres', 'titres', porte.aujourd_hui(), 'Titres et qualités', jsonb_build_object('titres', string_agg(i.titres, ' ; '),
        'rapport', string_agg(nullif(i.rapport, ''), ' ; ')), ''::text, ''::text, null::uuid, null::text, null::bytea
      from tiers.intervenant i where i.organisme_id = ici and i.compte_id = qui and i.titres <> '' having count(*) > 0
    union all
    (select r.id::text, case r.genre when 'cv' then 'cv' else 'formation' end, r.le, r.titre,
        r.contenu || jsonb_strip_nulls(jsonb_build_object('terme', least(r.expire_le, j.expire_le))), coalesce(j.nom, ''), coalesce(j.type, ''),
        f.organisme_id, encode(f.empreinte, 'hex'), case when r.id::text = any (p_choisies) then f.octets end
      from qualite.registre r
      left join lateral (select x.nom, x.type, x.fichier, x.expire_le from qualite.jointe x where x.organisme_id = ici and x.ligne_id = r.id
          and (x.expire_le is null or x.expire_le >= porte.aujourd_hui())
          and not exists (select from qualite.jointe_retrait y where y.organisme_id = ici and y.jointe_id = x.id)
        order by x.jointe_le, x.id limit 1) j on true
      left join plateforme.fichier f on f.organisme_id = ici and f.empreinte = decode(j.fichier, 'hex')
     where r.organisme_id = ici and r.genre in ('cv', 'developpement') and not r.retire
       and (r.expire_le is null or r.expire_le >= porte.aujourd_hui())
       and not exists (select from qualite.registre y where y.organisme_id = ici and y.id = r.id and y.rang > r.rang)
       and (r.responsable_id = qui or r.personne_id in (select i.personne_id from tiers.intervenant i where i.organisme_id = ici and i.compte_id = qui))
     order by r.le desc, r.id limit 30);
end $$;
comment on function porte.remise_proposee is 'Ce que la personne d’une mission peut remettre de son dossier, à elle seule.';
grant execute on function porte.remise_proposee to coforme_app;
