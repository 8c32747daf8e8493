import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import { instantDe } from '#kernel/zones.ts'
import { fixedClock } from '#platform/clock/clock.ts'
import { type Database, type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Message } from '#platform/mail/mail.ts'
import type { Services } from '#platform/services.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { testServices } from '#web/test/services.ts'
import type { BaseDEssai, Qui } from '../../../../test/base/index.ts'
import type { SessionId } from '../domain/ports.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'

export type SessionDEssai = {
  readonly organisme: OrganismeId
  readonly code: string
  readonly activite: ActiviteId
  readonly personne: PersonneId
  readonly session: SessionId
  readonly seances: readonly SeanceId[]
  readonly inscriptions: readonly InscriptionId[]
}

export type Voulu = {
  readonly zone?: Zone
  readonly jour?: string
  readonly stagiaires?: number
  /** Minutes de début et de fin, à la pendule de la salle. */
  readonly creneaux?: readonly (readonly [number, number])[]
  readonly signataire?: boolean
  /** Le compte de qui forme ; nul : un formateur sans compte. Par défaut, la personne d’essai. */
  readonly formateur?: PersonneId | null
  readonly personne?: PersonneId
}

const noms = [
  'Pons',
  'Fabre',
  'Sarr',
  'Cissé',
  'Zeller',
  'Kerbrat',
  'Amrani',
  'Lam',
  'Hoarau',
  'بن محمد الفاسي',
  'de La Rochefoucauld Montmorency Aubigné',
  'Chabrier',
]
const prenoms = [
  'Agathe',
  'Léonie',
  'Ousmane',
  'Abdoulaye',
  'Viviane',
  'Yann',
  'Dalila',
  'Mai',
  'Marguerite',
  'عبد الرحمن',
  'Marie-Bénédicte',
  'Éloïse',
]

/** Un organisme, une session et ses inscrits : de quoi émarger. Tout est fictif. */
export const poserSessionDEssai = async (
  tx: MaintenanceTx,
  {
    zone = 'Europe/Paris',
    jour = '2026-11-24',
    stagiaires = 2,
    creneaux = [[540, 750]],
    signataire = true,
    personne = newId<'Personne'>(),
    formateur = personne,
  }: Voulu = {},
): Promise<SessionDEssai> => {
  const organisme = newId<'Organisme'>()
  const activite = newId<'Activite'>()
  const session = newId<'Session'>()
  const offre = newId()
  const code = `langue-${organisme.slice(-8)}`
  await sql`insert into organisme.organisme (organisme_id, code, nom, forme, societe, siret, nda, nda_prefet, adresse, code_postal,
      ville, courriel, telephone)
    values (${organisme}, ${code}, 'Langue & Lien', 'scop', 'SA', '99912047000011', '84389914238', 'de la région Auvergne-Rhône-Alpes',
      '14 rue des Passerelles', '38000', 'Grenoble', 'bonjour@langue-et-lien.example', '04 65 71 20 30')`.execute(
    tx,
  )
  await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
    values (${organisme}, ${activite}, 'Commune', true, '2020-01-01')`.execute(tx)
  if (signataire)
    await sql`insert into organisme.signataire (organisme_id, id, compte_id, nom, qualite, genre, pieces, debut)
      values (${organisme}, ${newId()}, ${personne}, 'Hélène Roussillon', 'directrice générale', 'fonction', '{*}', '2020-01-01')`.execute(
      tx,
    )
  await sql`insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, nature, modalite, cree_le, modifiee_le, adoptee_le)
    values (${organisme}, ${offre}, ${activite}, 'adoptee', 'Anglais professionnel', 'formation', 'presentiel', now(), now(), now())`.execute(
    tx,
  )
  await sql`insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, zone, lieu, formateur, formateur_id, sel, cree_le)
    values (${organisme}, ${session}, ${activite}, 'S-2026-001', ${offre}, 'Anglais professionnel', 'formation', 'en-cours', ${zone},
      'salle Duras', 'Tom Okafor', ${formateur}, ${Buffer.alloc(32, 7)}, now())`.execute(tx)
  const seances: SeanceId[] = []
  for (const [debut, fin] of creneaux) {
    const id = newId<'Seance'>()
    const [d, f] = [debut, fin].map((m) => instantDe(jour as DateCivile, m, zone).instant)
    await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
      values (${organisme}, ${id}, ${activite}, ${session}, ${jour}, ${debut < 780 ? 'matin' : 'apres-midi'}, ${debut}, ${fin}, ${d}, ${f})`.execute(
      tx,
    )
    seances.push(id)
  }
  const inscriptions: InscriptionId[] = []
  for (let i = 0; i < stagiaires; i++) {
    const tiers = newId()
    const inscription = newId<'Inscription'>()
    const [prenom, nom] = [prenoms[i % prenoms.length] ?? '', noms[i % noms.length] ?? '']
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, courriel, pli, cree_le)
      values (${organisme}, ${tiers}, ${activite}, ${prenom}, ${nom}, ${`s${i}@exemple.example`}, ${nom.toLowerCase()}, now())`.execute(
      tx,
    )
    await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
      values (${organisme}, ${inscription}, ${activite}, ${session}, ${tiers}, 'inscrit', now())`.execute(tx)
    inscriptions.push(inscription)
  }
  return { organisme, code, activite, personne, session, seances, inscriptions }
}

/** Des clés jetables, vraies : les jalons se vérifient. */
export const clesDEssai: Keys = keysFromSeed('emargement')

/** Une base où une session de connexion vaut pour cet organisme ; les liens et les tâches passent par leurs vraies portes. */
const dbPour = (base: BaseDEssai, organisme: OrganismeId, qui: Qui): Database => ({
  withTenant: (acces, work) =>
    acces.genre === 'session'
      ? base.enTantQue(organisme, qui, work)
      : (acces.genre === 'tache' ? base.worker : base.db).withTenant(acces, work),
  withoutTenant: (work) => base.db.withoutTenant(work),
  seule: (requete) => base.db.seule(requete),
  lire: (work) => base.db.lire(work),
  close: async () => {},
})

export type ServicesDEssai = Services & { readonly courrier: Message[]; a(instant: string): ServicesDEssai }

export const servicesDe = (
  base: BaseDEssai,
  fil: Pick<SessionDEssai, 'organisme' | 'personne'>,
  instant = '2026-11-24T09:00:00Z',
  portee?: Qui['portee'],
): ServicesDEssai => {
  const courrier: Message[] = []
  const composer = (quand: string): ServicesDEssai => ({
    ...testServices(),
    clock: fixedClock(new Date(quand)),
    db: dbPour(base, fil.organisme, { personne: fil.personne, ...(portee ? { portee } : {}) }),
    keys: clesDEssai,
    storage: postgresStorage(clesDEssai),
    mailer: {
      send: async (message) => void courrier.push(message),
      close: async () => {},
    },
    courrier,
    a: composer,
  })
  return composer(instant)
}

export const acces = { genre: 'session', jeton: 'essai' } as const
