set local role coforme_porte;

-- Ce que chaque membre a demandé de signer, et ce qui est signé ; un refus se lit encore quand la signature est redemandée. L’adresse où le lien
-- est parti ne se lit que de la coopérative qui l’a donnée.
create or replace function porte.signatures_de_convention(p_id uuid)
returns table (organisme_id uuid, version integer, nom text, qualite text, courriel text, le timestamptz, signee_le timestamptz,
  consentement text, empreinte text, refusee_le timestamptz, motif text)
language sql stable security definer set search_path = ''
begin atomic
  select s.organisme_id, s.version, s.nom, s.qualite, case when s.organisme_id = (select porte.organisme()) then s.courriel end, s.le, s.signee_le,
      s.consentement, encode(s.empreinte, 'hex'), s.refusee_le, s.motif
    from marches.signature s
   where s.groupement_id = p_id and s.groupement_id = any ((select porte.groupements())::uuid[]) and (s.retiree_le is null or s.refusee_le is not null)
   order by s.le, s.retiree_le, s.id; -- celle qui court, après les refusées du même instant
end;
grant execute on function porte.signatures_de_convention to coforme_app;
