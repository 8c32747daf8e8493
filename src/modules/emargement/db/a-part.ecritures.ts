import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { ElementId, PrevueId } from '../domain/a-part.ts'
import type { SessionId } from '../domain/ports.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'
import type { LigneDeListe, ListeId, Logiciel, Noter, Prevoir } from './a-part.ts'

/** Faux : le formulaire était déjà passé. */
export const ajouterPrevue = async (tx: TenantTx, p: Prevoir): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into emargement.activite_prevue (id, activite_id, session_id, rang, genre, intitule, minutes, prevue_le)
    values (${p.id}::uuid, ${p.activite}::uuid, ${p.session}::uuid, (select coalesce(max(rang), 0) + 1 from emargement.activite_prevue
      where organisme_id = (select app.organisme()) and session_id = ${p.session}::uuid), ${p.genre}, ${p.intitule}, ${p.minutes}::int4, ${p.le})
    on conflict do nothing`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

export const retirerPrevue = async (
  tx: TenantTx,
  session: SessionId,
  id: PrevueId,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update emargement.activite_prevue set retiree_le = ${le}
    where organisme_id = (select app.organisme()) and session_id = ${session}::uuid and id = ${id}::uuid and retiree_le is null`.execute(
    tx,
  )
  return (numAffectedRows ?? 0n) > 0n
}

export const ajouterElement = async (tx: TenantTx, e: Noter): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into emargement.element_probant (id, activite_id, session_id, inscription_id, prevue_id, genre, le,
      minutes, intitule, canal, delai_heures, resultat, fichier, fichier_nom, note_le)
    values (${e.id}::uuid, ${e.activite}::uuid, ${e.session}::uuid, ${e.inscription}::uuid, ${e.prevue}::uuid, ${e.genre}, ${e.le}::date,
      ${e.minutes}::int4, ${e.intitule}, ${e.canal}::text, ${e.delaiHeures}::int4, ${e.resultat}::text, ${e.fichier?.empreinte ?? null}::text,
      ${e.fichier?.nom ?? null}::text, ${e.noteLe}) on conflict do nothing`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** S’être trompé s’écrit, et ne s’efface pas. Faux : déjà annulé, ou inconnu ici. */
export const annulerElement = async (
  tx: TenantTx,
  a: {
    readonly id: ElementId
    readonly vise: ElementId
    readonly session: SessionId
    readonly motif: string
    readonly jour: DateCivile
    readonly le: Date
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into emargement.element_probant (id, activite_id, session_id, genre, le, intitule, annule_id, note_le)
    select ${a.id}::uuid, e.activite_id, e.session_id, 'annulation', ${a.jour}::date, ${a.motif}, e.id, ${a.le}
      from emargement.element_probant e where e.organisme_id = (select app.organisme()) and e.id = ${a.vise}::uuid
        and e.session_id = ${a.session}::uuid and e.genre <> 'annulation'
    on conflict do nothing`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Faux : ce fichier est déjà reçu pour cette séance. */
export const ajouterListe = async (
  tx: TenantTx,
  l: {
    readonly id: ListeId
    readonly activite: ActiviteId
    readonly seance: SeanceId
    readonly logiciel: Logiciel
    readonly fichier: string
    readonly fichierNom: string
    readonly le: Date
    readonly lignes: readonly LigneDeListe[]
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into emargement.liste_connexion (id, activite_id, seance_id, logiciel, fichier, fichier_nom, recue_le)
    values (${l.id}::uuid, ${l.activite}::uuid, ${l.seance}::uuid, ${l.logiciel}, ${l.fichier}, ${l.fichierNom}, ${l.le})
    on conflict do nothing`.execute(tx)
  if ((numAffectedRows ?? 0n) === 0n) return false
  const lignes = JSON.stringify(l.lignes.map((x, i) => ({ id: newId(l.le), rang: i + 1, ...x })))
  await sql`insert into emargement.connexion (id, activite_id, liste_id, rang, nom, courriel, debut_le, fin_le, minutes)
    select x.id, ${l.activite}::uuid, ${l.id}::uuid, x.rang, x.nom, x.courriel, x."debutLe", x."finLe", x.minutes
    from jsonb_to_recordset(${lignes}::jsonb) as x (id uuid, rang int4, nom text, courriel text, "debutLe" timestamptz, "finLe" timestamptz, minutes int4)`.execute(
    tx,
  )
  return true
}

export const ajouterRapprochements = async (
  tx: TenantTx,
  liste: ListeId,
  activite: ActiviteId,
  lignes: readonly { readonly rang: number; readonly inscription: InscriptionId | null }[],
  le: Date,
): Promise<void> => {
  await sql`insert into emargement.rapprochement (activite_id, connexion_id, version, inscription_id, le)
    select ${activite}::uuid, c.id, 1 + coalesce((select max(r.version) from emargement.rapprochement r
        where r.organisme_id = c.organisme_id and r.connexion_id = c.id), 0), x.inscription, ${le}
    from jsonb_to_recordset(${JSON.stringify(lignes)}::jsonb) as x (rang int4, inscription uuid)
      join emargement.connexion c on c.organisme_id = (select app.organisme()) and c.liste_id = ${liste}::uuid and c.rang = x.rang`.execute(
    tx,
  )
}
