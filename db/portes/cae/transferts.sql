set local role coforme_porte;

-- À qui tient la coopérative d’où l’enseigne part, à ses personnes, et à la direction de l’autre une fois remis. Elle n’apprend d’ici ni leur nom
-- avant leur accord, ni rien de plus que ce qui est remis. Le contenu ne se lit que d’un transfert à la fois.
create or replace function porte.transferts(p_transfert uuid)
returns table (id uuid, sens text, enseigne uuid, nom text, de text, vers text, jour date, etat text, propose_le timestamptz, remis_le timestamptz,
  fini_le timestamptz, motif text, gens jsonb, contenu jsonb, nee uuid, a_moi boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  qui uuid := porte.personne();
  dirige boolean := porte.tient_partout(app.liste('roles-qui-deleguent'));
  appuie boolean := dirige or porte.tient_partout(app.liste('roles-qui-visent'));
begin
  if ici is null or qui is null or porte.par_lien() then return; end if;
  return query
    select t.id, case when t.organisme_id = ici then 'part' else 'vient' end, case when t.organisme_id = ici then t.enseigne_id end, a.nom, d.nom, v.nom, t.le,
        t.etat, t.propose_le, t.remis_le, t.fini_le, t.motif,
        (select coalesce(jsonb_agg(jsonb_build_object('compte', c.compte_id, 'prenom', k.prenom, 'nom', k.nom, 'courriel', k.courriel,
            'accordeLe', c.accorde_le) order by k.nom, k.prenom, k.id), '[]')
          from cae.accord_de_transfert c join compte.compte k on k.id = c.compte_id where c.organisme_id = t.organisme_id and c.transfert_id = t.id
            and (t.organisme_id = ici or (c.accorde_le is not null and t.etat in ('remis', 'accueilli')))),
        case when p_transfert is not null then t.contenu end, case when t.vers_organisme_id = ici then t.enseigne_nee_id end,
        t.organisme_id = ici and exists (select from cae.accord_de_transfert c where c.organisme_id = ici and c.transfert_id = t.id and c.compte_id = qui)
      from cae.transfert t
      join organisme.activite a on a.organisme_id = t.organisme_id and a.id = t.enseigne_id
      join organisme.organisme d on d.organisme_id = t.organisme_id
      join organisme.organisme v on v.organisme_id = t.vers_organisme_id
     where (p_transfert is null or t.id = p_transfert)
       and ((t.organisme_id = ici and (appuie or exists (select from cae.accord_de_transfert c where c.organisme_id = ici and c.transfert_id = t.id and c.compte_id = qui)))
         or (t.vers_organisme_id = ici and dirige and t.remis_le is not null))
     order by t.propose_le desc, t.id;
end $$;
comment on function porte.transferts is 'Les transferts d’enseigne où l’on est partie ; ou l’un d’eux.';
grant execute on function porte.transferts to coforme_app;
