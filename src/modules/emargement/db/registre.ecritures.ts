import { hash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import { newId, type PublicTx, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { canoniser, sha256 } from '#platform/json/canonique.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { estJustifiee } from '../domain/absence.ts'
import { composerEntree, type Fait, type PartiePrivee } from '../domain/entree.ts'
import { objetDe } from '../domain/maillon.ts'
import type { Demi, Emargements, InvitationId, Recu, SessionId } from '../domain/ports.ts'
import type { ContenuDeJalon } from '../domain/registre.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'

/** Le jalon part au courriel de l’organisme et chez ses témoins. */
export const tachePorterJalons = 'emargement.porter-jalons'

export const empreindre = (donnee: string | Uint8Array): string => hash('sha256', donnee, 'binary')

/**
 * Deux gestes sur la même case se suivent, et la clôture attend les gestes de sa demi-journée. À prendre avant de lire,
 * dans une instruction à part : la lecture qui suit voit alors ce que l’autre a validé. Toujours la séance, puis la case.
 */
export const verrouillerCase = async (
  tx: TenantTx,
  seance: SeanceId,
  inscription: InscriptionId,
): Promise<void> => {
  await sql`select pg_advisory_xact_lock_shared(4811, hashtext(${seance})),
    pg_advisory_xact_lock(4810, hashtext(${`${inscription} ${seance}`}))`.execute(tx)
}
export const verrouillerSeance = async (tx: TenantTx, seance: SeanceId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4811, hashtext(${seance}))`.execute(tx)
}
/** Toutes les demi-journées d’une session, avant de lire ce qu’une pièce va figer : aucun geste ne passe entre deux lectures. */
export const verrouillerSession = async (tx: TenantTx, session: SessionId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4811, hashtext(x.id::text)) from (select se.id from sessions.seance se
    where se.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid order by se.id offset 0) x`.execute(
    tx,
  )
}
/** Les cases de ces inscriptions, avant de lire ce qu’une pièce va figer d’elles ; les autres se signent toujours. */
export const verrouillerCasesDe = async (
  tx: TenantTx,
  inscriptions: readonly InscriptionId[],
): Promise<void> => {
  await sql`select pg_advisory_xact_lock_shared(4811, hashtext(x.id::text)),
      pg_advisory_xact_lock(4810, hashtext(x.inscription || ' ' || x.id))
    from (select se.id, i.id as inscription from inscriptions.inscription i join sessions.seance se
        on se.organisme_id = i.organisme_id and se.session_id = i.session_id
      where i.organisme_id = (select app.organisme()) and i.id = any (${`{${inscriptions.join(',')}}`}::uuid[]) order by se.id, i.id offset 0) x`.execute(
    tx,
  )
}
/** Le certificat de chacune, toujours dans le même ordre : deux lots qui se croisent s’attendent, sans se bloquer. */
export const verrouillerCertificats = async (
  tx: TenantTx,
  inscriptions: readonly InscriptionId[],
): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4809, hashtext(x.id)) from (select unnest(${`{${inscriptions.toSorted().join(',')}}`}::text[]) as id offset 0) x`.execute(
    tx,
  )
}
export const verrouillerCertificat = async (
  tx: TenantTx,
  inscription: InscriptionId | SessionId,
): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4809, hashtext(${inscription}))`.execute(tx)
}

/** L’entrée, ses engagements et ses sels : rien n’est encore écrit. */
export const composer = (fait: Omit<Fait, 'prive'>, prive: Partial<Record<PartiePrivee, unknown>>) => {
  const parts = Object.entries(prive).map(([part, donnees]) => ({
    part: part as PartiePrivee,
    donnees,
    sel: new Uint8Array(randomBytes(32)),
  }))
  const { texte } = composerEntree(
    { ...fait, prive: Object.fromEntries(parts.map((p) => [p.part, { donnees: p.donnees, sel: p.sel }])) },
    { hacher: sha256, canoniser },
  )
  return { texte, parts }
}

/** Les numéros de ces entrées, croissants. Deux gestes d’une transaction se voient : le premier a déjà son numéro. */
const numerosDe = async (tx: TenantTx, maillons: readonly string[]): Promise<number[]> => {
  const { rows } = await sql<{ numero: number }>`select numero from emargement.maillon
    where organisme_id = (select app.organisme()) and id = any (${[...maillons]}::uuid[]) order by numero`.execute(
    tx,
  )
  return rows.map((r) => Number(r.numero))
}

/** Les écritures d’un geste sur une demi-journée, dans la transaction donnée. */
export const emargementsDans = (tx: TenantTx, demi: Demi, keys: Pick<Keys, 'sign'>): Emargements => ({
  nouveauMaillon: (le) => newId(le),

  async poserSignature(s) {
    const { numAffectedRows } = await sql`insert into emargement.signature
        (activite_id, inscription_id, seance_id, maillon_id, signee_le, regularisation, regularisee_par, retard_min, porte, appareil_id)
      values (${demi.activite}::uuid, ${s.inscription}::uuid, ${demi.seance.id}::uuid, ${s.maillon}::uuid, ${s.le}::timestamptz,
        ${s.regularisation}, ${s.regulariseePar}::uuid, ${s.retardMin}::int4, ${s.porte}, ${s.appareil}::uuid)
      on conflict do nothing`.execute(tx)
    return numAffectedRows === 1n
  },

  async poserAbsence(a) {
    const { numAffectedRows } = await sql`insert into emargement.absence
        (activite_id, inscription_id, seance_id, maillon_id, notee_le, justifiee, motif)
      values (${demi.activite}::uuid, ${a.inscription}::uuid, ${demi.seance.id}::uuid, ${a.maillon}::uuid, ${a.le}::timestamptz, ${estJustifiee(a.motif)}, ${a.motif})
      on conflict do nothing`.execute(tx)
    return numAffectedRows === 1n
  },

  // Sous le verrou de la case, le rang suivant est libre ; la clé primaire reste l'arbitre.
  async poserRectification(r) {
    const { numAffectedRows } = await sql`insert into emargement.rectification
        (activite_id, inscription_id, seance_id, rang, maillon_id, genre, etat, porte, appareil_id, presente_le, attestee,
         retard_min, depart_min, motif, le)
      select ${demi.activite}::uuid, ${r.inscription}::uuid, ${demi.seance.id}::uuid, coalesce(max(x.rang), 0) + 1,
        ${r.maillon}::uuid, ${r.genre}, ${r.etat}, ${r.porte}, ${r.appareil}::uuid, ${r.presenteLe}::timestamptz, ${r.attestee}::bool,
        ${r.minutes.retard}::int4, ${r.minutes.depart}::int4, ${r.absence}, ${r.le}::timestamptz
      from emargement.rectification x where x.organisme_id = (select app.organisme())
        and x.inscription_id = ${r.inscription}::uuid and x.seance_id = ${demi.seance.id}::uuid
      on conflict do nothing`.execute(tx)
    return numAffectedRows === 1n
  },

  async poserContresignature(c) {
    const { numAffectedRows } = await sql`insert into emargement.contresignature
        (activite_id, seance_id, maillon_id, signee_le, suppleance)
      values (${demi.activite}::uuid, ${demi.seance.id}::uuid, ${c.maillon}::uuid, ${c.le}::timestamptz, ${c.suppleance})
      on conflict do nothing`.execute(tx)
    return numAffectedRows === 1n
  },

  async poserCloture(c) {
    const { numAffectedRows } =
      await sql`insert into emargement.cloture (activite_id, seance_id, maillon_id, close_le)
      values (${demi.activite}::uuid, ${demi.seance.id}::uuid, ${c.maillon}::uuid, ${c.le}::timestamptz)
      on conflict do nothing`.execute(tx)
    return numAffectedRows === 1n
  },

  async consigner(g) {
    await consigner(tx, {
      activite: demi.activite,
      faitLe: g.le,
      module: 'emargement',
      geste: g.geste,
      objet: g.objet,
      phrase: g.phrase,
    })
  },

  async inscrire(maillon, { prive = {}, viseMaillons = [], ...fait }) {
    const { rows: sels } = await sql<{ sel: Buffer }>`select sel from sessions.session
      where organisme_id = (select app.organisme()) and id = ${demi.session.id}::uuid`.execute(tx)
    const sel = sels[0]?.sel
    if (!sel) throw new Error('La session de cette demi-journée a disparu.')
    const vise = viseMaillons.length > 0 ? await numerosDe(tx, viseMaillons) : []
    const { texte, parts } = composer({ ...fait, id: maillon, vise }, prive)
    // Un seul aller-retour pour toutes les parts.
    if (parts.length > 0)
      await sql`insert into emargement.prive (activite_id, maillon_id, part, sel, contenu)
        values ${sql.join(
          parts.map(
            (p) =>
              sql`(${demi.activite}::uuid, ${maillon}::uuid, ${p.part}, ${Buffer.from(p.sel)}::bytea, ${canoniser(p.donnees)})`,
          ),
        )}`.execute(tx)
    const objet = objetDe(demi.session.id, sel, sha256)
    const { rows } = await sql<{ numero: number; empreinte: Buffer }>`select numero, empreinte
      from emargement.inscrire(${maillon}::uuid, ${demi.activite}::uuid, ${Buffer.from(objet)}::bytea, ${texte})`.execute(
      tx,
    )
    const r = rows[0]
    if (!r) throw new Error('Le registre n’a pas répondu.')
    return { numero: r.numero, empreinte: r.empreinte.toString('hex') }
  },

  // Le verrou du registre est tenu depuis l'entrée : le jalon d'avant est bien le dernier.
  async poserJalon(recu: Recu, le: Date) {
    const { rows } = await sql<{
      organisme: string
      contenu: string | null
    }>`select app.organisme() as organisme,
      (select j.contenu from emargement.jalon j where j.organisme_id = (select app.organisme()) order by j.numero desc limit 1) as contenu`.execute(
      tx,
    )
    const avant = rows[0]?.contenu
    const jalon: ContenuDeJalon = {
      format: 'coforme-jalon/1',
      organisme: rows[0]?.organisme ?? '',
      numero: recu.numero,
      empreinte: recu.empreinte,
      date: le.toISOString(),
      jalonPrecedent: avant ? Buffer.from(sha256(Buffer.from(avant))).toString('hex') : null,
    }
    const contenu = canoniser(jalon)
    await sql`insert into emargement.jalon (numero, contenu, signature, pose_le)
      values (${recu.numero}::int8, ${contenu}, ${Buffer.from(keys.sign(Buffer.from(contenu)))}::bytea, ${le}::timestamptz)`.execute(
      tx,
    )
    // Il sort de la machine ; deux feuilles closes coup sur coup ne font qu’un envoi, le dernier jalon couvrant les deux.
    await enqueue(
      tx,
      tachePorterJalons,
      { organisme: jalon.organisme as OrganismeId },
      { cle: 'jalons', runAt: new Date(le.getTime() + 5 * 60_000) },
    )
  },
})

/** L’invitation d’une case, créée au besoin ; son rang d’envoi avance d’un. */
export const preparerInvitation = async (
  tx: TenantTx,
  demi: Demi,
  inscription: InscriptionId,
  le: Date,
): Promise<{ readonly id: InvitationId; readonly envoi: number }> => {
  await sql`insert into emargement.invitation (id, activite_id, inscription_id, seance_id, cree_le)
    values (${newId(le)}::uuid, ${demi.activite}::uuid, ${inscription}::uuid, ${demi.seance.id}::uuid, ${le}::timestamptz)
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{
    id: InvitationId
    envois: number
  }>`select id, envois from emargement.invitation
    where organisme_id = (select app.organisme()) and inscription_id = ${inscription}::uuid and seance_id = ${demi.seance.id}::uuid`.execute(
    tx,
  )
  const v = rows[0]
  if (!v) throw new Error('L’invitation n’a pas été gardée.')
  return { id: v.id, envoi: v.envois + 1 }
}

/** Le lien d’une case : combien de fois il est né, et quand la dernière. */
export type Invitation = {
  readonly id: InvitationId
  readonly envois: number
  readonly envoyeeLe: Date | null
}

/** Les invitations d’une séance, et combien de fois chacune est partie. */
export const invitationsDe = async (
  tx: TenantTx,
  seance: SeanceId,
): Promise<ReadonlyMap<InscriptionId, Invitation>> => {
  const { rows } = await sql<{
    inscription: InscriptionId
    id: InvitationId
    envois: number
    envoyeeLe: Date | null
  }>`select inscription_id as inscription, id, envois, envoyee_le as "envoyeeLe" from emargement.invitation
    where organisme_id = (select app.organisme()) and seance_id = ${seance}::uuid`.execute(tx)
  return new Map(rows.map((r) => [r.inscription, r]))
}

export const noterEnvoi = async (tx: TenantTx, id: InvitationId, envoi: number, le: Date): Promise<void> => {
  await sql`update emargement.invitation set envois = ${envoi}::int4, envoyee_le = ${le}::timestamptz
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and envois < ${envoi}::int4`.execute(
    tx,
  )
}

export const empreinteDuJeton = (jeton: string) => Buffer.from(sha256(Buffer.from(jeton)))

/** L’invitation que désigne le lien qui a ouvert cette transaction. */
export const invitationDuLien = async (tx: TenantTx, jeton: string): Promise<InvitationId | undefined> => {
  const { rows } = await sql<{
    objet: InvitationId
  }>`select objet from porte.lire_lien(${empreinteDuJeton(jeton)}::bytea)
    where usage = 'emargement' and organisme = (select app.organisme())`.execute(tx)
  return rows[0]?.objet
}

/** Dans la tâche qui fait naître le lien : ce qu’un code au lien fera prouver. La base n’en garde que l’empreinte. */
export const poserPreuveDuLien = async (tx: TenantTx, jeton: string, preuve: Uint8Array): Promise<void> => {
  await sql`select porte.poser_preuve_du_lien(${empreinteDuJeton(jeton)}::bytea, sha256(${Buffer.from(preuve)}::bytea))`.execute(
    tx,
  )
}

/** Le code de la personne est juste : sans cette preuve, la base ne signe rien d’un lien qui en demande un. */
export const prouverLeCode = async (
  tx: TenantTx | PublicTx,
  jeton: string,
  preuve: Uint8Array,
): Promise<void> => {
  await sql`select porte.prouver_le_code(${empreinteDuJeton(jeton)}::bytea, ${Buffer.from(preuve)}::bytea)`.execute(
    tx,
  )
}
