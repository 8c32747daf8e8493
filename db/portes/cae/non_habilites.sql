set local role coforme_porte;

-- Qui manque : une demi-journée à tenir au moins, sans habilitation ce jour-là, ni dérogation. Ce qui est confié à une autre structure
-- suit son contrat. Une suspension vaut de son jour : qui a animé avant elle était habilité. Qui répond de la session l’est comme
-- responsable ; pour qui intervient sous un autre organisme, l’un ou l’autre rôle vaut.
create or replace function porte.non_habilites(p_session uuid) returns uuid[]
language sql stable security definer set search_path = ''
begin atomic
  select coalesce(array_agg(distinct a.personne_id), '{}') from sessions.session s
    join organisme.organisme o on o.organisme_id = s.organisme_id and o.cae
    join cae.comite c on c.organisme_id = s.organisme_id
    join sessions.seance x on x.organisme_id = s.organisme_id and x.session_id = s.id and x.tenue and x.jour >= c.exige_depuis
    join sessions.affectation a on a.organisme_id = x.organisme_id and a.seance_id = x.id and a.confiee_a_id is null
   where s.organisme_id = porte.organisme() and s.id = p_session
     and (app.toutes_activites() or s.activite_id = any (app.activites()))
     and not exists (select from cae.habilitation h where h.organisme_id = s.organisme_id
       and h.personne_id = any (porte.fiches_reunies(s.organisme_id, a.personne_id)) and h.nature = s.nature
       and (h.suspendue_le is null or (h.suspendue_le at time zone 'Europe/Paris')::date > x.jour) and h.du <= x.jour and h.au >= x.jour
       and (h.role = 'responsable' or s.formateur_id is null
         -- Son compte est celui de sa fiche : une affectation n’est pas crue quand elle l’omet.
         or (a.compte_id is distinct from s.formateur_id and not exists (select from tiers.intervenant i where i.organisme_id = s.organisme_id
           and i.personne_id = any (porte.fiches_reunies(s.organisme_id, a.personne_id)) and i.compte_id = s.formateur_id))
         or (select bool_and(d.regime = 'sous-traitance-recue') from inscriptions.dossier d where d.organisme_id = s.organisme_id and d.session_id = s.id)))
     and not exists (select from cae.derogation d where d.organisme_id = s.organisme_id and d.session_id = s.id and d.personne_id = a.personne_id);
end;
comment on function porte.non_habilites is 'Les personnes qui animent cette session sans être habilitées, ni couvertes par une dérogation.';
grant execute on function porte.non_habilites to coforme_app;
