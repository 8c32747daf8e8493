-- Des minutes perdues se notent sans réseau, sur une présence.
alter table emargement.hors_ligne drop constraint hors_ligne_geste_check,
  add constraint hors_ligne_geste_check check (geste in ('presence', 'absence', 'retard', 'contresignature')),
  drop constraint hors_ligne_issue_check,
  add constraint hors_ligne_issue_check check (issue in ('retenue', 'doublon', 'hors-fenetre', 'horloge', 'tardive', 'feuille-close', 'deja-statuee',
    'sans-presence', 'minutes-de-trop', 'appareil-retire', 'avant-emport', 'emport-tardif', 'rang', 'recul'));
