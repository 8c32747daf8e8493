set local role coforme_porte;

-- Ce qui s’écrit d’un dossier porte l’heure de la base, et se juge à cette heure : la réponse avant la date limite, ce qui la suit après ; au gel,
-- un motif. D’un dossier où la personne n’est pas entrée, rien ne se tient : le mur refuse.
create or replace function porte.garder_ecrit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare g marches.groupement;
begin
  new.le := porte.heure(new.le);
  if not new.groupement_id = any (porte.groupements()) then return new; end if;
  select * into g from marches.groupement x where x.groupement_id = new.groupement_id for update;
  if g.etat = 'abandonne' or (new.genre in ('secours', 'total', 'depot', 'marche', 'issue', 'lecon', 'commande', 'execution', 'visa', 'negociation') and g.etat <> 'constitue') then
    raise exception 'Ce dossier n’est pas constitué.' using errcode = '42501';
  end if;
  -- Ce qui sert à sceller et à ouvrir se fait aussi pendant une manche que l’acheteur a ouverte.
  if new.genre in ('reglement', 'capacite', 'cle', 'secours', 'part', 'total', 'question', 'reponse', 'bloc', 'relecture', 'commentaire', 'memoire') and g.limite <= new.le
    and not (new.genre in ('cle', 'secours', 'part', 'total') and porte.manche_ouverte(g.groupement_id, new.le) is not null) then
    raise exception 'La date limite est passée.' using errcode = '42501';
  end if;
  if new.genre in ('issue', 'lecon', 'commande', 'execution', 'visa', 'negociation') and g.limite > new.le then
    raise exception 'La date limite n’est pas passée.' using errcode = '42501';
  end if;
  if new.genre in ('reglement', 'capacite', 'bloc', 'memoire') and new.motif = '' and g.limite - app.duree('gel-du-dossier') <= new.le then
    raise exception 'Le dossier est gelé : un motif est attendu.' using errcode = '42501';
  end if;
  return new;
end $$;
grant execute on function porte.garder_ecrit to coforme_owner;
