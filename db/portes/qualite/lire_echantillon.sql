set local role coforme_porte;

create or replace function porte.lire_echantillon(p_organisme uuid, p_id uuid, p_jeton bytea, p_quoi text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare m qualite.audit_mission := porte.mission_tenue(p_organisme, p_id, p_jeton); rendu jsonb;
begin
  if m.id is null then return null; end if;
  insert into qualite.audit_lecture (organisme_id, audit_id, mission_id, quoi) values (m.organisme_id, m.audit_id, m.id, p_quoi);
  select jsonb_build_object('organisme', o.nom, 'nom', m.nom, 'finalite', m.finalite, 'expireLe', m.expire_le, 'minutes', a.minutes,
      'genre', a.genre, 'auditLe', a.audit_le,
      'engagement', (select encode(g.engagement, 'hex') from qualite.audit_gel g where g.organisme_id = a.organisme_id and g.audit_id = a.id),
      'graine', (select encode(x.graine, 'hex') from qualite.audit_ouverture x where x.organisme_id = a.organisme_id and x.audit_id = a.id),
      'ouvertLe', (select x.ouvert_le from qualite.audit_ouverture x where x.organisme_id = a.organisme_id and x.audit_id = a.id),
      'concluLe', (select x.notifie_le from qualite.audit_cloture x where x.organisme_id = a.organisme_id and x.audit_id = a.id),
      -- Une copie d'avant montrait d'autres enseignes : elle ne sort plus, la coopérative en refait une.
      'photo', (select case when p.contenu ->> 'forme' = any (app.liste('copies-montrees')) then p.contenu end
        from qualite.audit_photo p where p.organisme_id = a.organisme_id and p.audit_id = a.id order by p.rang desc limit 1),
      'constats', coalesce((select jsonb_agg(jsonb_build_object('point', c.point, 'rang', c.rang, 'conclusion', c.conclusion, 'constat', c.constat,
          'risque', c.risque, 'secondes', c.secondes, 'ecritLe', c.ecrit_le) order by c.point, c.rang)
        from qualite.audit_constat c where c.organisme_id = a.organisme_id and c.audit_id = a.id), '[]'))
    into rendu from qualite.audit a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.organisme_id = m.organisme_id and a.id = m.audit_id;
  -- Un lien ne lit que des preuves : ni état, ni manque, ni retard, ni pourquoi un dossier fut tiré, ni fiche ne sort d'ici.
  if m.genre = 'externe' then
    rendu := rendu || jsonb_build_object('constats', '[]'::jsonb, 'photo', (rendu -> 'photo') || jsonb_build_object(
      'sessions', coalesce((select jsonb_agg(s.s - 'strates' order by s.n)
        from jsonb_array_elements(rendu #> '{photo,sessions}') with ordinality s (s, n)), '[]'),
      'points', coalesce((select jsonb_agg((p.p - '{etat,phrase,muets,note}'::text[]) || jsonb_build_object('faits',
          coalesce((select jsonb_agg(f.f - '{quoi,tard,apresGel,indice}'::text[] order by f.n)
            from jsonb_array_elements(p.p -> 'faits') with ordinality f (f, n) where (f.f ->> 'tenu')::bool), '[]')) order by p.n)
        from jsonb_array_elements(rendu #> '{photo,points}') with ordinality p (p, n)), '[]')));
  end if;
  return rendu;
end $$;
comment on function porte.lire_echantillon is 'La copie figée de l’échantillon, et rien d’autre, à qui tient la mission ; à un lien, sans nos constats. La lecture s’écrit.';
grant execute on function porte.lire_echantillon to coforme_app;
