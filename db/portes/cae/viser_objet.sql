set local role coforme_porte;

-- Un pas du visa : ouvrir, accorder (le premier visa, ou le second), refuser, lever une condition. Le montant, l’auteur et l’effet sont de la base. Deux
-- personnes ou deux objets au même instant s’attendent : le second visa compte le premier. Le mot rendu dit ce qui s’est fait, ou pourquoi rien n’a bougé.
create or replace function porte.viser_objet(p_id uuid, p_pas text, p_note text, p_lot uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  qui uuid := porte.personne();
  note text := btrim(coalesce(p_note, ''));
  o record;
  fait text;
  deux boolean := false;
begin
  p_le := porte.heure(p_le);
  if qui is null or porte.par_lien() then return 'introuvable'; end if;
  perform pg_advisory_xact_lock(4816, hashtext(moi::text));
  select x.*, count(*) over () as combien into o from porte.objets_a_viser(p_le) x where x.id = p_id;
  -- Deux objets au même identifiant : la page ne dit pas lequel, aucun ne se vise.
  if not found or o.combien > 1 then return 'introuvable'; end if;
  if p_pas = 'ouverture' then
    if not (o.permis or porte.tient_partout(app.liste('roles-qui-visent'))) then return 'introuvable'; end if;
    fait := 'ouverture';
    note := '';
  elsif p_pas = 'levee' then
    if not o.attend_levee then return 'decidee'; end if;
    if not (o.auteur is not distinct from qui or porte.tient_partout(app.liste('roles-qui-visent')) or porte.supplee()) then return 'sans-plafond'; end if;
    if length(note) < 3 then return 'motif'; end if;
    fait := 'levee';
  elsif p_pas in ('accord', 'refus') then
    if not o.attend_visa then return 'decidee'; end if;
    if o.pourquoi = 'soi' then return 'soi'; end if;
    if p_pas = 'refus' and length(note) < 3 then return 'motif'; end if;
    if o.premier is not null then
      -- Ni la personne du premier visa, ni celle au nom de qui il fut donné, par elle ou par qui la supplée.
      if array[qui, o.supplee_id] && array[o.premier, o.au_nom_de] or o.auteur is not distinct from qui then return 'premier'; end if;
      if not o.permis then return coalesce(o.pourquoi, 'sans-plafond'); end if;
      fait := case p_pas when 'accord' then 'second' else 'refus' end;
      if fait = 'second' then note := ''; end if;
    else
      -- Refuser n’engage pas : le droit de viser suffit.
      if not o.permis and not (p_pas = 'refus' and porte.tient_partout(app.liste('roles-qui-visent'))) then return coalesce(o.pourquoi, 'sans-plafond'); end if;
      fait := p_pas;
      deux := fait = 'accord' and porte.a_deux(o.genre, o.montant);
    end if;
  else
    return 'introuvable';
  end if;
  insert into cae.pas_de_visa (organisme_id, genre, objet_id, pas, note, montant_centimes, a_deux, supplee_id, lot_id, demande_le, le, par, roles, plafond_id)
    values (moi, o.genre, p_id, fait, left(note, 500), o.montant, deux, case when fait <> 'levee' then o.supplee_id end, p_lot, o.depuis, p_le, qui,
      porte.roles_tenus(), case when p_pas = 'accord' then (select v.plafond_id from porte.visa_de_qui(o.genre, o.auteur, o.montant) v) end)
    on conflict do nothing;
  if fait = 'ouverture' then return 'ouverture'; end if;
  -- Un pas qui ne s’écrit pas n’engage rien.
  if not found then return 'decidee'; end if;
  if fait = 'refus' then
    perform porte.conclure_objet(o.genre, p_id, false, note, p_le);
    return 'refuse';
  end if;
  if exists (select from cae.pas_de_visa a where a.organisme_id = moi and a.genre = o.genre and a.objet_id = p_id and a.pas = 'accord' and a.a_deux
      and not exists (select from cae.pas_de_visa s where s.organisme_id = moi and s.genre = o.genre and s.objet_id = p_id and s.pas = 'second')) then return 'a-deux'; end if;
  if exists (select from cae.pas_de_visa a where a.organisme_id = moi and a.genre = o.genre and a.objet_id = p_id and a.pas = 'accord' and a.note <> ''
      and not exists (select from cae.pas_de_visa s where s.organisme_id = moi and s.genre = o.genre and s.objet_id = p_id and s.pas = 'levee')) then return 'sous-conditions'; end if;
  perform porte.conclure_objet(o.genre, p_id, true, '', p_le);
  return 'vise';
end $$;
comment on function porte.viser_objet is 'Ouvre, accorde, refuse, ou lève la condition, de ce qui se vise sans pièce émise ici : une mission, un bien, un achat rejoint.';
grant execute on function porte.viser_objet to coforme_app;
