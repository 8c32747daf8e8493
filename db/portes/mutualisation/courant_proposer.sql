set local role coforme_porte;

-- « p_je_dois » : qui propose doit à l’autre ; sinon l’autre lui doit. Le même envoi, deux fois, ne propose qu’une fois.
create or replace function porte.courant_proposer(p_id uuid, p_pole uuid, p_avec uuid, p_je_dois boolean, p_genre text, p_montant bigint,
  p_fait_genre text, p_fait uuid, p_fait_le date, p_libelle text, p_piece text, p_expire timestamptz, p_corrige uuid, p_motif text,
  p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  doit uuid := case when p_je_dois then moi else p_avec end;
  x mutualisation.proposition;
begin
  p_le := porte.heure(p_le);
  if not porte.courant_tient() or not p_pole = any (porte.poles()) then return 'refuse'; end if;
  if (select count(*) from mutualisation.compte c where c.pole_id = p_pole and c.organisme_id in (moi, p_avec)
      and porte.courant_membre(p_pole, c.organisme_id)) <> 2 then return 'sans-compte'; end if;
  if p_genre = 'attente' and not p_expire > p_le then return 'echeance'; end if;
  -- Une correction va en sens inverse de ce qui a passé entre les mêmes.
  if p_genre = 'correction' and not exists (select from mutualisation.mouvement m
      where m.id = p_corrige and m.pole_id = p_pole and m.genre = any (app.liste('mouvements-qui-se-corrigent')) and m.arrete_id is null
        and m.crediteur_id = doit and m.debiteur_id in (moi, p_avec) and m.debiteur_id <> doit) then
    return 'rien-a-corriger';
  end if;
  insert into mutualisation.proposition (id, pole_id, de_organisme_id, a_organisme_id, debiteur_id, genre, montant_centimes, fait_genre, fait_id,
      fait_le, libelle, piece, expire_le, corrige_id, motif, proposee_le, proposee_par)
    values (p_id, p_pole, moi, p_avec, doit, p_genre, p_montant, p_fait_genre, p_fait, p_fait_le, p_libelle, p_piece, p_expire, p_corrige,
      p_motif, p_le, porte.personne()) on conflict (id) do nothing;
  if found then return 'proposee'; end if;
  select * into x from mutualisation.proposition p where p.id = p_id;
  -- L’identifiant d’autrui, ou un autre contenu, se refusent du même mot.
  return case when (x.pole_id, x.de_organisme_id, x.a_organisme_id, x.debiteur_id, x.genre, x.montant_centimes, x.fait_id, x.corrige_id)
    is not distinct from (p_pole, moi, p_avec, doit, p_genre, p_montant, p_fait, p_corrige) then 'deja' else 'cle-reprise' end;
end $$;
comment on function porte.courant_proposer is 'Propose une écriture à une coopérative du pôle ; rien ne bouge tant qu’elle ne l’accorde pas.';
grant execute on function porte.courant_proposer to coforme_app;
