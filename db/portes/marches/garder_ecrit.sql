set local role coforme_porte;

-- Ce qui s’écrit d’un dossier porte l’heure de la base, et se juge à cette heure : la réponse avant la date limite, ce qui la suit après ; au gel,
-- un motif. D’un dossier où la personne n’est pas entrée, rien ne se tient : le mur refuse.
create or replace function porte.garder_ecrit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare g marches.groupement; v_manche timestamptz;
begin
  new.le := porte.heure(new.le);
  if not new.groupement_id = any (porte.groupements()) then return new; end if;
  select * into g from marches.groupement x where x.groupement_id = new.groupement_id for update;
  if g.etat = 'abandonne' or (new.genre in ('secours', 'total', 'depot', 'marche', 'issue', 'lecon', 'commande', 'execution', 'visa', 'negociation') and g.etat <> 'constitue') then
    raise exception 'Ce dossier n’est pas constitué.' using errcode = '42501';
  end if;
  v_manche := porte.manche_ouverte(g.groupement_id, new.le);
  -- Ce qui sert à sceller et à ouvrir se fait aussi pendant une manche que l’acheteur a ouverte.
  if new.genre in ('reglement', 'capacite', 'cle', 'secours', 'part', 'total', 'question', 'reponse', 'bloc', 'relecture', 'commentaire', 'memoire') and g.limite <= new.le
    and not (new.genre in ('cle', 'secours', 'part', 'total') and v_manche is not null) then
    raise exception 'La date limite est passée.' using errcode = '42501';
  end if;
  -- Le total d’une manche se dit de ce qui s’y est ouvert : une levée n’y passe qu’une fois que chacun a scellé de nouveau.
  if new.genre = 'total' and v_manche is not null
    and not exists (select from marches.levee l where l.groupement_id = g.groupement_id and l.le >= v_manche) then
    raise exception 'Rien n’est ouvert de cette manche.' using errcode = '42501';
  end if;
  if new.genre in ('issue', 'lecon', 'commande', 'execution', 'visa', 'negociation') and g.limite > new.le then
    raise exception 'La date limite n’est pas passée.' using errcode = '42501';
  end if;
  if new.genre in ('reglement', 'capacite', 'bloc', 'memoire') and new.motif = '' and g.limite - app.duree('gel-du-dossier') <= new.le then
    raise exception 'Le dossier est gelé : un motif est attendu.' using errcode = '42501';
  end if;
  -- Deux bons du même numéro, écrits au même instant ; un bon changé de membre, ou annulé, pendant que le premier l’exécute : le second n’écrit rien, et la
  -- page lui dit de relire.
  if new.genre in ('commande', 'execution') and not porte.bon_s_ecrit(new.groupement_id, new.organisme_id, new.genre, new.cle, new.contenu) then
    return null;
  end if;
  return new;
end $$;
grant execute on function porte.garder_ecrit to coforme_owner;
