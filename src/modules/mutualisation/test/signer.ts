/** De quoi mener le contrat d’une mission jusqu’à ses signatures : une direction qui peut signer, et ses liens suivis comme elle les suivrait. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { moduleDocuments, sansPrises } from '#modules/documents/index.ts'
import { poserPiece } from '#modules/documents/test/poser.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { JobPayload } from '#platform/jobs/jobs.ts'
import type { Message } from '#platform/mail/mail.ts'
import type { Services } from '#platform/services.ts'

type Qui = { readonly organisme: OrganismeId; readonly personne: PersonneId }

/** La coopérative dit son identité, et cette personne en signe tout par sa fonction. */
export const poserDirection = async (tx: MaintenanceTx, { organisme, personne }: Qui, nom: string) => {
  await sql`update organisme.organisme set adresse = '1 rue du Gué', code_postal = '35000', ville = 'Rennes', telephone = '02 99 00 00 00',
      courriel = 'bonjour@coop.example', forme = 'scop', nda = '53350000001', nda_prefet = 'de la région Bretagne' where organisme_id = ${organisme}`.execute(
    tx,
  )
  await sql`insert into organisme.signataire (organisme_id, id, compte_id, nom, qualite, genre, pieces, debut)
    values (${organisme}, ${newId()}, ${personne}, ${nom}, 'direction', 'fonction', '{*}', '2020-01-01')`.execute(
    tx,
  )
}

/** Une pièce de contrat chez qui reçoit, que chacun signera : ce que la page fige, sans la composer. */
export const poserContrat = (
  tx: MaintenanceTx,
  recoit: { readonly organisme: OrganismeId; readonly activite: ActiviteId },
  mission: string,
) => poserPiece(tx, recoit, { genre: 'contrat-de-mission', objet: { genre: 'mission', id: mission } })

/** La preuve d’une signature, par un lien parti à cette adresse ; la mission ne l’apprend que si on le lui dit. */
export const poserSignature = async (
  tx: MaintenanceTx,
  recoit: { readonly organisme: OrganismeId; readonly activite: ActiviteId },
  piece: string,
  role: 'client' | 'organisme',
  courriel: string,
) => {
  const demande = newId()
  await sql`insert into documents.demande (organisme_id, id, activite_id, piece_id, acte, role, objet_genre, objet_id, nom, courriel, creee_le)
    values (${recoit.organisme}, ${demande}, ${recoit.activite}, ${piece}, 'signature', ${role}, 'mission', ${newId()}, 'Une direction', ${courriel}, now())`.execute(
    tx,
  )
  await sql`insert into documents.signature (organisme_id, id, activite_id, piece_id, demande_id, acte, role, moyen, nom, consentement, empreinte, engagement,
      signee_le, datee_du)
    values (${recoit.organisme}, ${newId()}, ${recoit.activite}, ${piece}, ${demande}, 'signature', ${role}, 'lien', 'Une direction', 'Oui.', ${randomBytes(32)},
      ${randomBytes(32)}, now(), current_date)`.execute(tx)
}

type MondeQuiSigne = {
  readonly worker: Services
  readonly base: {
    client(
      r: 'admin',
    ): Promise<{ query(t: string, v?: unknown[]): Promise<{ rows: { id: string; payload: JobPayload }[] }> }>
  }
  readonly courriels: () => Promise<readonly { readonly a: string; readonly texte: string }[]>
  readonly sansCompte: {
    poster(url: string, champs?: Record<string, string>): Promise<{ statut: number; texte: string }>
  }
}
type Travail = Pick<MondeQuiSigne, 'worker' | 'base'>
/** Joue les tâches de ce nom qui attendent, sous le rôle du travailleur. */
const taches = moduleDocuments(sansPrises).jobs ?? {}
const jouer = async ({ worker, base }: Travail, nom: string) => {
  const admin = await base.client('admin')
  const { rows } = await admin.query(
    `select j.id, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = $1 order by j.id`,
    [nom],
  )
  for (const { id, payload } of rows) {
    await taches[nom]?.(payload, worker)
    await admin.query('delete from graphile_worker._private_jobs where id = $1', [id])
  }
}
/** Fait partir les liens qui attendent, et les rend : à qui, et quel lien. */
export const liensASigner = async (m: Travail) => {
  const partis: Message[] = []
  const mailer = { send: async (x: Message) => void partis.push(x), close: async () => {} }
  await jouer({ ...m, worker: { ...m.worker, mailer } }, 'documents.envoyer-demande')
  return partis.map((p) => ({ a: p.a, lien: /\/piece\/[A-Za-z0-9_-]{43}/.exec(p.texte)?.[0] ?? '' }))
}
/** Compose les exemplaires que les signatures demandent. */
export const composerLesExemplaires = (m: Travail) => jouer(m, 'documents.composer-exemplaire')
/** Suit un lien comme qui le reçoit : demande le code, le lit dans son courriel, signe. */
export const signerParLeLien = async (m: MondeQuiSigne, lien: string, nom: string) => {
  const qui = { nom, qualite: 'direction', consentement: 'on' }
  await m.sansCompte.poster(lien, { ...qui, geste: 'code' })
  const code = /^(\d{6})$/m.exec((await m.courriels()).at(-1)?.texte ?? '')?.[1] ?? ''
  return m.sansCompte.poster(lien, { ...qui, code, geste: 'signer' })
}
