-- Un statut qui change en cours d’action se dit, à sa date ; le premier reste dans `statut_f1`.
alter table inscriptions.inscription add column statuts_suivants jsonb not null default '[]'
  constraint inscription_statuts_suivants check (jsonb_typeof(statuts_suivants) = 'array' and jsonb_array_length(statuts_suivants) <= 12
    and (statuts_suivants = '[]' or statut_f1 is not null));
comment on column inscriptions.inscription.statuts_suivants is
  'Les statuts F-1 qui suivent le premier, [{du, statut}], du plus ancien au plus récent ; chacun vaut de son jour au suivant.';
alter table inscriptions.inscription alter column statuts_suivants set statistics 0;
grant update (statuts_suivants) on inscriptions.inscription to coforme_app;
