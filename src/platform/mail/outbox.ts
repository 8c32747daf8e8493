import { sql } from 'kysely'
import type { Id, OrganismeId } from '#kernel/id.ts'
import { newId, type PublicTx, type TenantTx } from '#platform/db/index.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress, MailAddressError } from '#platform/mail/compose.ts'
import { lireEchec } from '#platform/mail/lire-echec.ts'
import { EnvoiRetenu, EnvoiTropTot, type Message, type Suivi } from '#platform/mail/mail.ts'
import type { Services } from '#platform/services.ts'

/*
 * Un courriel part par une tâche, dans la transaction du fait qu'il annonce : ni courriel sans le fait, ni fait
 * sans courriel. En attendant il est chiffré par les clés de l'instance ; parti, son contenu s'efface.
 */
const usage = 'courriel'
export const envoyerCourriel = 'plateforme.envoyer-courriel'

/** Un message à déposer : l’organisme que suit sa trace est celui de la transaction, s’il ne le dit pas. */
export type MessageADeposer = Omit<Message, 'id' | 'suivi'> & {
  /** Donné par qui doit le retrouver au journal ; sinon, un neuf. */
  readonly id?: Id<'Courriel'>
  readonly suivi?: Omit<Suivi, 'organisme'> & { readonly organisme?: OrganismeId }
}

/** Un message en attente, tel que la base le garde. */
export const fermerMessage = (keys: Services['keys'], id: string, message: Message): Uint8Array =>
  keys.encrypt(usage, id, Buffer.from(JSON.stringify({ ...message, id })))
/** Rien s’il fut chiffré d’une clé que l’on n’a plus. */
export const ouvrirMessage = (
  keys: Services['keys'],
  id: string,
  chiffre: Uint8Array,
): Message | undefined => {
  const clair = keys.decrypt(usage, id, chiffre)
  return clair && (JSON.parse(Buffer.from(clair).toString()) as Message)
}

const completer = async (
  tx: TenantTx | PublicTx,
  { suivi, ...message }: MessageADeposer,
): Promise<Message> => {
  if (!suivi) return message
  const organisme =
    suivi.organisme ??
    (await sql<{ o: OrganismeId | null }>`select app.organisme() as o`.execute(tx)).rows[0]?.o
  return organisme ? { ...message, suivi: { ...suivi, organisme } } : message
}

const chiffrer = async (
  tx: TenantTx | PublicTx,
  services: Pick<Services, 'keys'>,
  message: MessageADeposer,
): Promise<{ readonly id: string; readonly chiffre: Buffer }> => {
  for (const adresse of [message.a, message.repondreA])
    if (adresse !== undefined && !isMailAddress(adresse))
      throw new MailAddressError('Adresse de courriel refusée : une seule adresse simple est acceptée.')
  if (message.texte.trim() === '') throw new Error('Un courriel a toujours un texte brut.')
  const id = message.id ?? newId()
  return { id, chiffre: Buffer.from(fermerMessage(services.keys, id, await completer(tx, message))) }
}

/**
 * Dépose un message, qui partira une fois la transaction validée. L'organisme est celui de la transaction,
 * s'il y en a un. Lève `MailAddressError` si l'adresse n'en est pas une. Rend l'identifiant du message.
 */
export const sendLater = async (
  tx: TenantTx | PublicTx,
  services: Pick<Services, 'keys'>,
  message: MessageADeposer,
): Promise<string> => {
  const { id, chiffre } = await chiffrer(tx, services, message)
  await sql`select porte.deposer_courriel(${id}::uuid, ${chiffre}::bytea)`.execute(tx)
  return id
}

/** Comme `sendLater`, mais le message attend que la tâche qui fait naître ce qu’il annonce le lâche (`lacher`). */
export const retenir = async (
  tx: TenantTx,
  services: Pick<Services, 'keys'>,
  message: MessageADeposer,
): Promise<string> => {
  const { id, chiffre } = await chiffrer(tx, services, message)
  await sql`select porte.retenir_courriel(${id}::uuid, ${chiffre}::bytea)`.execute(tx)
  return id
}

/** Dans une tâche de l’organisme : le message retenu part, une fois. Parti, refusé, ou d’une autre coopérative, rien. */
export const lacher = async (tx: TenantTx, id: string): Promise<void> => {
  await sql`select porte.lacher_courriel(${id}::uuid)`.execute(tx)
}

const codeDe = (erreur: unknown): { code: string; definitif: boolean } => {
  if (erreur instanceof EnvoiRetenu) return { code: 'RETENU', definitif: true }
  if (erreur instanceof EnvoiTropTot) return { code: 'MATIN', definitif: false }
  const { code, sort } = lireEchec(erreur)
  return { code, definitif: sort !== 'plus-tard' }
}

/**
 * La tâche d'envoi, côté ouvrier. Rejouée, elle ne renvoie pas un message parti. Un serveur en faute la fait échouer : la file la
 * rejoue pendant quatre jours, puis elle attend qu'on la relance, et le message garde son contenu trente jours.
 */
export const envoyerCourrielJob: SystemJobHandler = async (payload, { db, keys, mailer, log }) => {
  const id = String(payload.courriel ?? '')
  const pris = await db.withoutTenant(async (tx) => {
    const { rows } = await sql<{ chiffre: Buffer | null; essai: number | null }>`
      select chiffre, essai from porte.prendre_courriel(${id}::uuid)`.execute(tx)
    return rows[0]
  })
  if (!pris?.chiffre) {
    // Un autre ouvrier le tient, ou le tenait à sa mort : à revoir, et non fait.
    const [suite] = await db.seule(
      sql<{ reprise: Date | null }>`select porte.reprise_du_courriel(${id}::uuid) as reprise`,
    )
    if (suite?.reprise) throw new EnvoiTropTot(suite.reprise)
    return
  }
  const finir = (etat: 'parti' | 'refuse' | 'en-attente', code: string | null) =>
    db.withoutTenant((tx) => sql`select porte.finir_courriel(${id}::uuid, ${etat}, ${code})`.execute(tx))

  const message = ouvrirMessage(keys, id, pris.chiffre)
  if (message === undefined) {
    await finir('refuse', 'CLE')
    log.warn('courriel-illisible', { courriel: id })
    return
  }
  try {
    await mailer.send(message)
  } catch (erreur) {
    const { code, definitif } = codeDe(erreur)
    await finir(definitif ? 'refuse' : 'en-attente', code)
    if (!definitif) throw erreur
    log.warn('courriel-refuse', { courriel: id, code, essai: pris.essai })
    return
  }
  await finir('parti', null)
}
