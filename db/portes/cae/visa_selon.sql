set local role coforme_porte;

-- La règle des plafonds, en un seul endroit : ce que ce compte vise, à ce jour, d’une pièce de ce genre, de cet auteur, de ce montant.
create or replace function porte.visa_selon(p_compte uuid, p_genre text, p_auteur uuid, p_montant bigint, out permis boolean, out plafond_id uuid, out pourquoi text)
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  jour date := porte.aujourd_hui();
  tenus text[];
  vise boolean;
  k record;
begin
  permis := false;
  select a.roles into tenus from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = p_compte
    and a.acceptee_le is not null and a.du <= jour and (a.au is null or a.au >= jour) order by a.roles && app.liste('roles-qui-deleguent') desc limit 1;
  if tenus && app.liste('roles-qui-deleguent') then
    permis := true;
    return;
  end if;
  vise := coalesce(tenus && app.liste('roles-qui-visent'), false);
  select x.id, x.plafond_centimes as plafond, x.cumul_mensuel_centimes as cumul into k from cae.plafond x
   where x.organisme_id = porte.organisme() and x.compte_id = p_compte and x.genre = p_genre and x.revoque_le is null
     and x.du <= jour and (x.au is null or x.au >= jour)
     -- Qui vise pour l’équipe d’appui suit sa borne ; une autre personne, son plafond, pour ce qu’elle a émis.
     and x.pour = case when vise then 'autres' when p_auteur = p_compte then 'soi' end;
  if not found then
    -- L’équipe d’appui n’est bornée que si la direction l’a bornée ; une borne révoquée ou échue n’ouvre rien : sans une autre, ce genre ne se vise plus.
    permis := vise and not exists (select from cae.plafond x where x.organisme_id = porte.organisme() and x.compte_id = p_compte and x.genre = p_genre
      and x.pour = 'autres' and (x.revoque_le is not null or x.au < jour));
    pourquoi := case when not permis then 'sans-plafond' end;
  elsif k.plafond < p_montant or p_montant is null then
    pourquoi := case when p_montant is null then 'sans-montant' else 'au-dessus' end;
  elsif k.cumul is not null and k.cumul < p_montant + porte.vise_ce_mois(k.id) then
    pourquoi := 'cumul';
  else
    permis := true;
    plafond_id := k.id;
  end if;
end $$;
comment on function porte.visa_selon is 'Ce compte peut-il accorder le visa d’une pièce de ce genre, de cet auteur, de ce montant (centimes), et sous quel plafond ; sinon pourquoi.';
revoke execute on function porte.visa_selon from public;
