set local role coforme_porte;

-- La convention qu’un lien fait lire et signer ; la tâche qui écrit le lien lit la demande qu’elle nomme. Retirée, ou d’une version remplacée, rien.
create or replace function porte.convention_a_signer(p_demande uuid)
returns table (id uuid, cooperative text, objet text, version integer, nom text, qualite text, courriel text, code text, code_le timestamptz,
  code_essais integer, codes integer, signee_le timestamptz, consentement text, refusee_le timestamptz, motif text, papier text, empreinte text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select s.id, o.nom, g.objet, s.version, s.nom, s.qualite, s.courriel, encode(s.code, 'hex'), s.code_le, s.code_essais, s.codes, s.signee_le,
      s.consentement, s.refusee_le, s.motif, c.papier, encode(c.empreinte, 'hex'), c.le
    from marches.signature s
    join marches.groupement g on g.groupement_id = s.groupement_id and g.etat = 'constitue'
    join marches.convention c on c.groupement_id = s.groupement_id and c.version = s.version
    join organisme.organisme o on o.organisme_id = s.organisme_id
   where s.organisme_id = (select porte.organisme()) and s.retiree_le is null and c.papier is not null
     and s.id = case when (select porte.par_lien()) then (select porte.objet()) when (select porte.est_une_tache()) then p_demande end
     and not exists (select from marches.convention n where n.groupement_id = s.groupement_id and n.version > s.version);
end;
grant execute on function porte.convention_a_signer to coforme_app;
