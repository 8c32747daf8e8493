set local role coforme_porte;

-- Un espace, en un objet. Aucune ligne d'une autre personne que le porteur n'en sort, sauf les noms de qui il forme ou envoie se former.
create or replace function porte.espace(p_jeton bytea) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare a record; r jsonb; ses uuid[]; miens uuid[];
begin
  select * into a from porte.acces_du_lien(p_jeton);
  if not found then return null; end if;
  update espaces.acces x set vu_le = now() where x.organisme_id = a.organisme_id and x.id = a.acces_id
    -- Permis : la date de passage ne s’écrit pas à chaque page.
    and (x.vu_le is null or x.vu_le < now() - interval '1 hour');
  select coalesce(array_agg(distinct q.id), '{}') into ses from (
    select i.session_id as id from inscriptions.inscription i where a.genre = 'stagiaire' and i.organisme_id = a.organisme_id and i.personne_id = any (a.fiches)
    union select d.session_id from inscriptions.dossier d join tiers.contact c on c.organisme_id = d.organisme_id and c.entreprise_id = d.entreprise_id
      and c.personne_id = any (a.fiches) and c.retire_le is null where a.genre = 'client' and d.organisme_id = a.organisme_id
    union select se.session_id from sessions.affectation t join sessions.seance se on se.organisme_id = t.organisme_id and se.id = t.seance_id
      where a.genre = any (app.liste('espaces-d-intervenant')) and t.organisme_id = a.organisme_id and t.personne_id = any (a.fiches)) q;
  select jsonb_build_object(
    'genre', a.genre, 'acces', a.acces_id, 'expireLe', a.expire_le,
    'organisme', jsonb_build_object('nom', o.nom, 'courriel', o.courriel, 'telephone', o.telephone),
    'personne', jsonb_build_object('id', p.id, 'prenom', p.prenom, 'nom', p.nom, 'courriel', p.courriel, 'telephone', p.telephone,
      'adresse', p.adresse, 'codePostal', p.code_postal, 'ville', p.ville))
    into r from tiers.personne p join organisme.organisme o on o.organisme_id = p.organisme_id
   where p.organisme_id = a.organisme_id and p.id = a.personne_id;
  r := r || jsonb_build_object('sessions', (select coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'numero', s.numero, 'intitule', s.intitule, 'etat', s.etat, 'lieu', s.lieu, 'zone', s.zone,
        'lien', case when s.dernier_jour >= porte.aujourd_hui() then s.lien_connexion end,
        'debut', s.premier_jour, 'fin', s.dernier_jour,
        'inscription', (select jsonb_build_object('id', i.id, 'etat', i.etat,
            'signees', (select count(*) from emargement.signature g where g.organisme_id = i.organisme_id and g.inscription_id = i.id))
          from inscriptions.inscription i where a.genre = 'stagiaire' and i.organisme_id = s.organisme_id and i.session_id = s.id
            and i.personne_id = any (a.fiches) order by i.inscrite_le desc limit 1),
        'gens', (select jsonb_agg(jsonb_build_object('prenom', q.prenom, 'nom', q.nom, 'etat', i.etat,
            'signees', case when a.genre = 'client' then (select count(*) from emargement.signature g where g.organisme_id = i.organisme_id and g.inscription_id = i.id) end,
            'absences', case when a.genre = 'client' then (select count(*) from emargement.absence g where g.organisme_id = i.organisme_id and g.inscription_id = i.id) end)
            order by q.nom, q.prenom)
          from inscriptions.inscription i join tiers.personne q on q.organisme_id = i.organisme_id and q.id = i.personne_id
          where i.organisme_id = s.organisme_id and i.session_id = s.id and q.effacee_le is null
            and (a.genre = 'intervenant' and i.etat = 'inscrit'
              or a.genre = 'client' and exists (select from inscriptions.dossier d join tiers.contact c on c.organisme_id = d.organisme_id
                and c.entreprise_id = d.entreprise_id and c.personne_id = any (a.fiches) and c.retire_le is null
                where d.organisme_id = i.organisme_id and d.id = i.dossier_id))),
        'seances', (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'jour', x.jour, 'debut', x.debut_minutes, 'fin', x.fin_minutes,
            'de', x.debut, 'a', x.fin, 'tenue', x.tenue, 'lieu', x.lieu, 'modalite', x.modalite,
            'salles', (select string_agg(l.nom, ', ' order by l.nom) from sessions.seance_salle y join sessions.salle l
              on l.organisme_id = y.organisme_id and l.id = y.salle_id where y.organisme_id = x.organisme_id and y.seance_id = x.id)) order by x.debut), '[]')
          from sessions.seance x where x.organisme_id = s.organisme_id and x.session_id = s.id
            and (not a.genre = any (app.liste('espaces-d-intervenant')) or exists (select from sessions.affectation t where t.organisme_id = x.organisme_id
              and t.seance_id = x.id and t.personne_id = any (a.fiches)))))
      order by s.dernier_jour desc nulls first, s.numero), '[]')
    from sessions.session s where s.organisme_id = a.organisme_id and s.id = any (ses) and s.etat <> 'brouillon'));
  if a.genre = 'agenda' then return r; end if;
  r := r || jsonb_build_object('pieces', (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'genre', v.genre, 'numero', v.numero,
      'libelle', v.libelle, 'emiseLe', v.emise_le, 'session', v.session_id) order by v.emise_le desc), '[]')
    from porte.pieces_de_l_espace(p_jeton) v));
  select coalesce(array_agg(q.id), '{}') into miens from (
    select i.id from inscriptions.inscription i where a.genre = 'stagiaire' and i.organisme_id = a.organisme_id and i.personne_id = any (a.fiches)
    union select d.id from inscriptions.dossier d where a.genre = 'stagiaire' and d.organisme_id = a.organisme_id and d.personne_id = any (a.fiches)
    union select d.id from inscriptions.dossier d join tiers.contact c on c.organisme_id = d.organisme_id and c.entreprise_id = d.entreprise_id
      and c.personne_id = any (a.fiches) and c.retire_le is null where a.genre = 'client' and d.organisme_id = a.organisme_id) q;
  -- Ce qui attend une signature ou un accusé, à son adresse et pour elle : le lien même qu'elle a reçu se refait sous les clés de l'instance.
  r := r || jsonb_build_object('aSigner', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'envois', d.envois, 'acte', d.acte,
      'genre', p.genre, 'numero', p.numero) order by d.creee_le), '[]')
    from documents.demande d join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id
      join tiers.personne q on q.organisme_id = d.organisme_id and q.id = a.personne_id and lower(q.courriel) = lower(d.courriel)
   where a.genre <> 'intervenant' and d.organisme_id = a.organisme_id and d.envois > 0 and d.retiree_le is null and d.refusee_le is null
     and (d.objet_id = any (miens) or p.objet_id = any (miens)) and p.effacee_le is null
     and not exists (select from documents.signature g where g.organisme_id = d.organisme_id and g.demande_id = d.id)));
  if a.genre = 'stagiaire' then
    r := r || jsonb_build_object('aEmarger', (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'envois', v.envois, 'seance', v.seance_id,
        'avance', emargement.ouvre_avant(x.organisme_id, x.jour))), '[]')
      from emargement.invitation v join inscriptions.inscription i on i.organisme_id = v.organisme_id and i.id = v.inscription_id and i.etat = 'inscrit'
        join sessions.seance x on x.organisme_id = v.organisme_id and x.id = v.seance_id
     -- Des jours alentour, quelle que soit l'heure de la salle : l'émargement juge lesquelles se signent maintenant.
     where v.organisme_id = a.organisme_id and i.personne_id = any (a.fiches) and v.envois > 0 and x.tenue
       and (i.arrivee_le is null or x.jour >= i.arrivee_le)
       and x.jour between porte.aujourd_hui() - 2 and porte.aujourd_hui() + 1
       and not exists (select from emargement.signature g where g.organisme_id = v.organisme_id and g.inscription_id = v.inscription_id and g.seance_id = v.seance_id)
       and not exists (select from emargement.absence g where g.organisme_id = v.organisme_id and g.inscription_id = v.inscription_id and g.seance_id = v.seance_id)));
  end if;
  return r || jsonb_build_object(
    'demandes', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'genre', d.genre, 'recueLe', d.recue_le, 'echeance', d.echeance,
        'reponse', d.reponse, 'suite', d.suite) order by d.recue_le desc, d.id), '[]')
      from donnees.demande d where d.organisme_id = a.organisme_id and d.personne_id = any (a.fiches)),
    'archive', (select jsonb_build_object('composeeLe', x.composee_le, 'expireLe', x.expire_le) from donnees.archive x
      where x.organisme_id = a.organisme_id and x.personne_id = any (a.fiches) and x.octets is not null and x.expire_le > now() order by x.composee_le desc limit 1));
end $$;
comment on function porte.espace is 'Ce que voit qui tient un lien d’espace : ses lignes, et elles seules. Nul si le lien ne vaut pas.';
grant execute on function porte.espace to coforme_app;
