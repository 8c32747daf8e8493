set local role coforme_porte;

-- Une ligne par table dont un effacement ne corrige pas les textes, et pourquoi. Toute autre est couverte, celles de demain aussi. « depuis » :
-- d'une ligne « t », l'instant d'où se compte le temps qu'on la garde ; nul quand ce n'est pas une preuve qui a un terme.
create or replace function porte.textes_figes() returns table (nom text, pourquoi text, depuis text)
language sql immutable security definer set search_path = ''
begin atomic
  select v.nom, v.pourquoi, v.depuis from (values
    ('emargement.maillon', 'registre chaîné', 't.inscrit_le'),
    ('emargement.prive', 'registre chaîné',
      '(select m.inscrit_le from emargement.maillon m where m.organisme_id = t.organisme_id and m.id = t.maillon_id)'),
    ('emargement.jalon', 'registre chaîné', 't.pose_le'), ('emargement.jalon_garde', 'registre chaîné', 't.recu_le'),
    ('emargement.contreseing', 'registre chaîné', 't.le'), ('emargement.hors_ligne', 'registre chaîné', 't.recu_le'),
    ('documents.piece', 'pièce émise', 't.emise_le'), ('documents.signature', 'pièce émise', 't.signee_le'),
    ('documents.signature_privee', 'pièce émise',
      '(select s.signee_le from documents.signature s where s.organisme_id = t.organisme_id and s.id = t.signature_id)'),
    ('mutualisation.contrat_de_mission', 'contrat signé', 't.etabli_le'),
    ('catalogue.version', 'version publiée', null), ('bpf.depot', 'bilan déposé', 't.depose_le'),
    ('organisme.organisme', 'identité de la coopérative', null), ('organisme.etablissement', 'identité de la coopérative', null),
    ('organisme.activite', 'identité de la coopérative', null), ('organisme.signataire', 'pouvoir de signer', null),
    ('compte.compte', 'compte', null), ('compte.adhesion', 'compte', null), ('compte.session', 'compte', null),
    ('tiers.personne', 'fiche d’une autre personne', null), ('tiers.mot', 'refait à chaque changement d’une fiche', null))
    v (nom, pourquoi, depuis);
end;
comment on function porte.textes_figes is 'Les tables dont un effacement laisse les textes tels quels, pourquoi, et d’où se compte le temps qu’ils restent ; ce qui y reste se dit.';
grant execute on function porte.textes_figes to coforme_app, coforme_maintenance;
