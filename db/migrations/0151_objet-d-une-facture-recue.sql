-- Ce qu’une facture reçue paie : une mission, une intervention, une salle.
alter table facturation.recue
  add column objet_genre text check (objet_genre in ('mission', 'intervention', 'salle')),
  add column objet_id uuid,
  add column objet_dit text check (length(objet_dit) between 1 and 300),
  add check (num_nonnulls(objet_genre, objet_id, objet_dit) in (0, 3));
alter table facturation.recue alter column objet_genre set statistics 0;
alter table facturation.recue alter column objet_dit set statistics 0;
grant update (objet_genre, objet_id, objet_dit) on facturation.recue to coforme_app;
