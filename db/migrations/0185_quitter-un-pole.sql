-- Qui n’en prendrait pas le dit ; qui quitte un pôle ne le tient plus par sa signature.
alter table ressources.volume drop constraint volume_quantite_check, add constraint volume_quantite_check check (quantite between 0 and 1000000);
alter table ressources.participation drop constraint participation_quantite_check,
  add constraint participation_quantite_check check (quantite between 0 and 1000000);
alter table mutualisation.accord_signe add column quitte_le timestamptz;
grant update (le, par, quitte_le) on mutualisation.accord_signe to coforme_porte;
